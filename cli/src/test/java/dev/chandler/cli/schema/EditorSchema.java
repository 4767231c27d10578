package dev.chandler.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** A JSON Schema as an editor applies it: to a text that is read as YAML 1.2. */
final class EditorSchema {

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);

    private final String text;
    private final JsonSchema schema;

    private EditorSchema(String text, JsonSchema schema) {
        this.text = text;
        this.schema = schema;
    }

    static EditorSchema of(String text) {
        return new EditorSchema(text, FACTORY.getSchema(text));
    }

    /** What is wrong with a manifest. */
    List<String> problems(String yaml) throws IOException {
        Object tree = new Yaml(
                        new SafeConstructor(new LoaderOptions()),
                        new Representer(new DumperOptions()),
                        new DumperOptions(),
                        new LoaderOptions(),
                        new Core())
                .load(yaml);
        JsonNode node = new ObjectMapper().valueToTree(tree);
        return words(schema.validate(node));
    }

    /** What is wrong with the schema. */
    List<String> againstItsOwn() {
        JsonSchema draft7 = FACTORY.getSchema(SchemaLocation.of(SchemaId.V7));
        return words(draft7.validate(text, InputFormat.JSON));
    }

    private static List<String> words(Set<ValidationMessage> messages) {
        return messages.stream().map(ValidationMessage::getMessage).toList();
    }

    /** YAML 1.2's core schema: fewer words and numbers than YAML 1.1 has. */
    private static final class Core extends Resolver {

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|false"), "tf");
            addImplicitResolver(Tag.INT, Pattern.compile("[-+]?[0-9]+"), "-+0123456789");
            addImplicitResolver(Tag.FLOAT, Pattern.compile("[-+]?[0-9]+\\.[0-9]*"), "-+0123456789");
            addImplicitResolver(Tag.NULL, Pattern.compile("~|null|"), "~n\0");
        }
    }
}
