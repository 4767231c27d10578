package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.api.settings.SettingsModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Reads one template's settings: a block of a config, or an item of a manifest's list.
 *
 * @param model its keys
 * @param folder what its source is relative to
 * @param delimiters those of templates that say nothing
 * @param problems takes what is wrong
 */
record TemplateReader(
        SettingsModel model,
        Path folder,
        ProvisionRequest request,
        TemplateSettings.Delimiters delimiters,
        Consumer<Problem> problems) {

    Optional<TemplateSettings> read(Setting setting) {
        SettingReader reader = SettingReader.of(setting, model, problems);
        Optional<TemplateText> text = text(reader, setting.location());
        Optional<String> destination = reader.requiredText("destination");
        Location place = reader.any("destination").map(Setting::location).orElse(setting.location());
        OptionalInt perms = reader.read("perms", "permissions in octal, such as 0644", TemplateReader::octal)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
        Optional<String> user = reader.text("user").filter(name -> !name.isEmpty());
        Optional<String> group = reader.text("group").filter(name -> !name.isEmpty());
        boolean backup = reader.bool("backup").orElse(false);
        String left =
                reader.text("left_delimiter").filter(each -> !each.isEmpty()).orElse(delimiters.left());
        String right =
                reader.text("right_delimiter").filter(each -> !each.isEmpty()).orElse(delimiters.right());
        boolean errorOnMissingKey = reader.bool("error_on_missing_key").orElse(false);
        List<String> denied = reader.texts("function_denylist");
        boolean raw = model.names().contains("raw") && reader.bool("raw").orElse(false);
        reader.finish();
        destination.filter(each -> each.endsWith("/")).ifPresent(each -> problems.accept(folderProblem(each, place)));
        if (text.isEmpty() || destination.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TemplateSettings(
                text.get(),
                destination.get(),
                place,
                perms,
                user,
                group,
                backup,
                new TemplateSettings.Delimiters(left, right),
                errorOnMissingKey,
                denied,
                raw));
    }

    private Optional<TemplateText> text(SettingReader reader, Location location) {
        Optional<String> contents = reader.text("contents");
        Optional<String> source = reader.text("source");
        if (contents.isPresent() == source.isPresent()) {
            problems.accept(Problem.of("CH-CONSUL-004", "a template has either \"source\" or \"contents\"")
                    .at(location)
                    .because(contents.isPresent() ? "this one has both" : "this one has neither"));
            return Optional.empty();
        }
        if (contents.isPresent()) {
            return Optional.of(new TemplateText(
                    contents.get().getBytes(StandardCharsets.UTF_8),
                    reader.any("contents").orElseThrow().location(),
                    Optional.empty()));
        }
        try {
            ClientFile file = ClientFile.of(reader.any("source").orElseThrow(), folder, request);
            return Optional.of(new TemplateText(file.read(), file.location(), Optional.of(file)));
        } catch (ManifestException e) {
            e.problems().forEach(problems);
            return Optional.empty();
        }
    }

    private static Problem folderProblem(String destination, Location place) {
        return Problem.of("CH-CONSUL-004", "\"" + destination + "\" is no file")
                .at(place)
                .because("a template becomes one file")
                .remedy("give the file's own path");
    }

    private static Optional<Integer> octal(String text) {
        return text.matches("0?[0-7]{3,4}") ? Optional.of(Integer.parseInt(text, 8)) : Optional.empty();
    }
}
