package dev.chandler.engine.local;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Another process that uses a store, to be killed: it keeps a state of its build, runs something, and says so. */
final class LocalClient {

    private LocalClient() {}

    /** Takes the store's path and what to leave running. */
    public static void main(String[] args) throws Exception {
        Engine engine = LocalStores.connect(Path.of(args[0]), "killed");
        Instance instance = engine.create(LocalStores.spec(engine, LocalStores.BUSYBOX, InstanceSettings.NONE));
        LocalStores.says(instance, "echo one >/one");
        instance.snapshot(Optional.empty());
        LocalStores.says(instance, "echo two >/two; setsid sleep " + args[1] + " >/dev/null 2>&1 </dev/null &");
        System.out.println(instance.name());
        LocalStores.says(instance, "sleep " + args[1]);
    }

    /**
     * Starts it.
     *
     * @param before words that start another program in its place, which becomes it
     */
    static Process start(Path store, String seconds, String... before) throws IOException {
        List<String> words = new ArrayList<>(List.of(before));
        words.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LocalClient.class.getName(),
                store.toString(),
                seconds));
        return new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
