package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test after which the daemon still does something with an instance of ours. */
final class NoOperationLeft implements AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Supplier<LxdHttp> daemon;

    NoOperationLeft(Supplier<LxdHttp> daemon) {
        this.daemon = daemon;
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        try (LxdHttp http = daemon.get()) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            List<JsonObject> left = running(http);
            while (!left.isEmpty() && System.nanoTime() < end) {
                LockSupport.parkNanos(50_000_000);
                left = running(http);
            }
            assertThat(left).as("operations that go on").isEmpty();
        }
    }

    private static List<JsonObject> running(LxdHttp http) throws InterruptedException {
        List<JsonObject> ours = new ArrayList<>();
        JsonObject operations = http.get(http.at("operations")).object();
        for (JsonElement path : Json.list(operations.get("running"))) {
            JsonObject operation = http.get(http.named(path.getAsString())).object();
            if (operation.toString().contains("/instances/chandler-") && !new Operations.Outcome(operation).over()) {
                ours.add(operation);
            }
        }
        return ours;
    }
}
