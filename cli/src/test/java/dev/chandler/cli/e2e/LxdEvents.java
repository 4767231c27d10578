package dev.chandler.cli.e2e;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** What LXD itself says has happened: its stream {@code /1.0/events?type=lifecycle}, of everybody. */
record LxdEvents(List<JsonObject> events) {

    /** All that happens while something is done. */
    static LxdEvents of(Stranger stranger, Runnable what) {
        ChandlerProcess monitor = stranger.startsCommand(
                stranger.project(), List.of("setsid", "lxc", "monitor", "--type=lifecycle", "--format=json"));
        AtomicBoolean listening = new AtomicBoolean();
        CompletableFuture<Void> marks = CompletableFuture.runAsync(() -> {
            while (!listening.get()) {
                mark(stranger, "begin");
            }
        });
        monitor.awaitLine(line -> line.contains(stranger.nonce() + "-begin"));
        listening.set(true);
        marks.join();
        what.run();
        mark(stranger, "end");
        monitor.awaitLine(line -> line.contains(stranger.nonce() + "-end"));
        return new LxdEvents(monitor.signal("TERM")
                .ended()
                .out()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(line -> JsonParser.parseString(line).getAsJsonObject().getAsJsonObject("metadata"))
                .toList());
    }

    /** Something that LXD tells of and that changes nothing. */
    private static void mark(Stranger stranger, String word) {
        String profile = stranger.nonce() + "-" + word;
        Lxd.lxc("profile", "create", profile);
        Lxd.lxc("profile", "delete", profile);
    }

    /** What happened, such as {@code instance-created}, in order. */
    List<String> kinds() {
        return events.stream().map(event -> event.get("action").getAsString()).toList();
    }

    /** How often it happened. */
    long count(String kind) {
        return kinds().stream().filter(kind::equals).count();
    }
}
