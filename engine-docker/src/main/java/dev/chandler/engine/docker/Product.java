package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.engine.Capability;
import dev.chandler.engine.docker.DockerDriver.ExecPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whose daemon answers, and what has to be said to it in other words. */
enum Product {
    DOCKER("Docker Engine") {

        @Override
        Set<String> addedToEnvironment() {
            return Set.of("HOSTNAME", "PATH");
        }

        /** A name alone takes away what the daemon would add. */
        @Override
        ExecPlan without(String shell, Collection<String> names, ExecPlan plan) {
            List<String> env = new ArrayList<>(names);
            env.addAll(plan.env());
            return new ExecPlan(plan.argv(), env, plan.user(), plan.workdir(), plan.stdin());
        }

        @Override
        Set<Capability> capabilities() {
            return EnumSet.allOf(Capability.class);
        }

        @Override
        DockerDriver driver(DockerHttp http, ApiVersion version) {
            return new DockerJavaDriver(http, version);
        }

        @Override
        BaseOrigins origins(DockerHttp http, Map<String, String> environment) {
            return BaseOrigin::of;
        }
    },

    PODMAN("Podman Engine") {

        @Override
        Set<String> addedToEnvironment() {
            return Set.of("HOSTNAME", "PATH", "TERM", "container");
        }

        /**
         * It has no word for that: so a shell, which every container that runs has, takes them away and is replaced. The
         * shell goes to the directory, too: where there is none, Podman's answer is that of a missing program.
         */
        @Override
        ExecPlan without(String shell, Collection<String> names, ExecPlan plan) {
            Set<String> gone = new TreeSet<>(names);
            gone.addAll(OF_SHELLS);
            plan.env().forEach(line -> gone.remove(line.replaceFirst("(?s)=.*", "")));
            gone.removeIf(name -> !name.matches("[A-Za-z_][A-Za-z0-9_]*"));
            // Where input is left over when a command ends, Podman hangs up, at times before it has passed on all
            // output.
            String run = plan.stdin() ? "\"$@\"; s=$?; cat >/dev/null 2>&1; exit $s" : "exec \"$@\"";
            String script = "cd \"$1\" || exit 126; shift; unset " + String.join(" ", gone) + "; " + run;
            List<String> argv = new ArrayList<>(List.of(shell, "-c", script, "sh", plan.workdir()));
            argv.addAll(plan.argv());
            return new ExecPlan(argv, plan.env(), plan.user(), "/", plan.stdin());
        }

        /**
         * It gives everything to root in what is taken out; how instances are to be, and how images leave
         * it, is not said in its words yet.
         */
        @Override
        Set<Capability> capabilities() {
            return Set.of(
                    Capability.BASE_IMAGE,
                    Capability.BASE_ROOTFS,
                    Capability.BASE_OCI,
                    Capability.BASE_DOCKER_ARCHIVE,
                    Capability.BASE_SCRATCH,
                    Capability.CLAIMS);
        }

        @Override
        DockerDriver driver(DockerHttp http, ApiVersion version) {
            return new PodmanDriver(http, version);
        }

        @Override
        BaseOrigins origins(DockerHttp http, Map<String, String> environment) {
            return new PodmanOrigins(http, environment);
        }
    };

    /** What a shell adds by itself. */
    private static final List<String> OF_SHELLS = List.of("OLDPWD", "PWD", "SHLVL");

    private final String title;

    Product(String title) {
        this.title = title;
    }

    /** Reads the answer to {@code GET /version}. */
    static Product of(JsonObject version) {
        if (version.get("Components") instanceof JsonArray components) {
            for (JsonElement component : components) {
                if (component instanceof JsonObject object
                        && DockerHttp.text(object, "Name").equals(PODMAN.title)) {
                    return PODMAN;
                }
            }
        }
        return DOCKER;
    }

    /** How it calls itself. */
    String title() {
        return title;
    }

    /** The names of what it puts into a container's environment, whatever the image. */
    abstract Set<String> addedToEnvironment();

    /**
     * A command without some of the container's environment.
     *
     * @param shell where the container has a shell
     * @param names what is to be taken away, sorted
     * @param plan the command, with what it is to have instead
     */
    abstract ExecPlan without(String shell, Collection<String> names, ExecPlan plan);

    /** What an engine over it can do. */
    abstract Set<Capability> capabilities();

    abstract DockerDriver driver(DockerHttp http, ApiVersion version);

    abstract BaseOrigins origins(DockerHttp http, Map<String, String> environment);
}
