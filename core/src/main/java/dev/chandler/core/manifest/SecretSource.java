package dev.chandler.core.manifest;

import java.nio.file.Path;
import java.util.List;

/** Where the client finds a secret's value. */
public sealed interface SecretSource {

    /**
     * What stands for the source in keys and messages.
     *
     * @return its kind and its name as written
     */
    String words();

    /**
     * A variable of the client's environment.
     *
     * @param variable its name
     */
    record Variable(String variable) implements SecretSource {
        @Override
        public String words() {
            return "env " + variable;
        }
    }

    /**
     * A file of the client.
     *
     * @param written as written
     * @param path the same, absolute
     */
    record HostFile(String written, Path path) implements SecretSource {
        @Override
        public String words() {
            return "file " + written;
        }
    }

    /**
     * What a program of the client writes to its standard output.
     *
     * @param argv the program and its arguments
     * @param written the same as written
     * @param directory where it is run, absolute
     */
    record Output(List<String> argv, String written, Path directory) implements SecretSource {
        @Override
        public String words() {
            return "command " + written;
        }
    }

    /**
     * The user's login at a registry.
     *
     * @param registry its host and port
     */
    record DockerLogin(String registry) implements SecretSource {
        @Override
        public String words() {
            return "docker-config " + registry;
        }
    }
}
