package dev.chandler.cli.progress;

import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.api.event.RunEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts the output of each step together into lines, standard output and standard error apart. */
final class StepLines {

    private final Map<String, Map<Channel, LineBuffer>> buffers = new HashMap<>();

    /** The lines that an event completes: those of its output, or at a step's end what is left of it. */
    List<String> of(RunEvent event) {
        if (event instanceof RunEvent.StepOutput output) {
            return buffers.computeIfAbsent(output.step(), missing -> new EnumMap<>(Channel.class))
                    .computeIfAbsent(output.channel(), missing -> new LineBuffer())
                    .add(output.text());
        }
        boolean ends = event instanceof RunEvent.StepSucceeded
                || event instanceof RunEvent.StepFailed
                || event instanceof RunEvent.StepCancelled
                || event instanceof RunEvent.StepRetried;
        List<String> rest = new ArrayList<>();
        if (ends) {
            buffers.getOrDefault(StepIds.of(event), Map.of()).values().forEach(buffer -> rest.addAll(buffer.flush()));
        }
        return rest;
    }
}
