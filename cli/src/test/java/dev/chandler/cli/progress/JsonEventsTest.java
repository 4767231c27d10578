package dev.chandler.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.chandler.api.event.RunEvent;
import dev.chandler.testkit.Golden;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonEventsTest {

    @Test
    void thePublishedSchemaIsWhatTheShapesGive() {
        Golden.assertMatches("../../../../docs/events.schema.json", EventSchema.text());
    }

    @Test
    void everyKindOfEventHasAShapeWithAllThatItTells() {
        assertThat(JsonEvents.SHAPES.stream().<Class<?>>map(EventShape::type))
                .containsExactlyInAnyOrder(RunEvent.class.getPermittedSubclasses());
        // An artifact is told as three fields, and so is a manifest.
        assertThat(JsonEvents.SHAPES)
                .allSatisfy(shape -> assertThat(shape.fields())
                        .hasSize(shape.type().getRecordComponents().length
                                + (Set.of(RunEvent.Published.class, RunEvent.OutputMade.class)
                                                .contains(shape.type())
                                        ? 2
                                        : 0)));
    }

    @Test
    void everyEventIsAsTheSchemaHasIt() {
        SchemaCheck schema = SchemaCheck.of(EventSchema.text());

        assertThat(ProgressViewTest.EVENTS)
                .allSatisfy(event -> assertThat(schema.problems(JsonEvents.json(event, Instant.EPOCH)))
                        .isEmpty());
    }

    @Test
    void theCheckSeesWhatIsWrong() {
        SchemaCheck schema = SchemaCheck.of(EventSchema.text());
        JsonObject json = JsonEvents.json(new RunEvent.Notice("hello"), Instant.EPOCH);

        for (String field : List.of("version", "event", "time", "text")) {
            JsonObject without = json.deepCopy();
            without.remove(field);
            assertThat(schema.problems(without)).as(field).isNotEmpty();
        }
        JsonObject more = json.deepCopy();
        more.addProperty("more", 1);
        assertThat(schema.problems(more)).isNotEmpty();
        JsonObject other = json.deepCopy();
        other.addProperty("text", 1);
        assertThat(schema.problems(other)).isNotEmpty();
    }
}
