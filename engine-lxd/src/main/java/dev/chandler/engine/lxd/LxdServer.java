package dev.chandler.engine.lxd;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.engine.Endpoint;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What answers at an endpoint.
 *
 * @param product what it calls itself, such as {@code LXD}
 * @param version its version, for people alone
 * @param platform what its containers run on
 * @param extensions what its API has besides 1.0
 */
record LxdServer(String product, String version, Platform platform, Set<String> extensions) {

    /** Without these nothing goes; {@code doc/api-extensions.md} says what each is. */
    private static final List<String> NEEDED = List.of(
            "container_exec_user_group_cwd",
            "container_copy_project",
            "custom_volume_backup",
            "instances",
            "usedby_consistency");

    LxdServer {
        extensions = Set.copyOf(extensions);
    }

    /** Reads who answers, and refuses one that does not trust us, or is too old. */
    static LxdServer of(LxdHttp http, JsonObject answer) {
        Endpoint endpoint = http.endpoint();
        if (!Joining.isTrusted(answer)) {
            throw LxdTrust.untrusted(endpoint, http.tls(), Json.text(answer, "auth"));
        }
        Set<String> extensions = new HashSet<>();
        for (JsonElement name : Json.list(answer.get("api_extensions"))) {
            extensions.add(name.getAsString());
        }
        List<String> lacking =
                NEEDED.stream().filter(name -> !extensions.contains(name)).toList();
        if (!lacking.isEmpty()) {
            throw LxdProblems.lacks(endpoint, String.join(", ", lacking));
        }
        JsonObject environment = Json.object(answer, "environment");
        String name = Json.text(environment, "server").equals("incus") ? "Incus" : "LXD";
        String kernel = Json.text(environment, "kernel_architecture");
        Platform platform = Architectures.platform(kernel);
        return new LxdServer(name, Json.text(environment, "server_version"), platform, extensions);
    }

    String description() {
        return product + " " + version + ", API 1.0";
    }
}
