package org.example;

import dev.chandler.api.artifact.*;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.*;
import dev.chandler.api.event.*;
import dev.chandler.api.problem.*;
import dev.chandler.api.provision.*;
import java.io.*;
import java.nio.file.*;
import java.time.Instant;
import java.util.*;

/** An engine whose instances are folders of this machine: as little as an engine can be. */
public final class FolderEngines implements EngineFactory {

    @Override
    public String id() {
        return "folder";
    }

    @Override
    public List<Endpoint> endpoints(Optional<String> given, Map<String, String> environment) {
        return List.of(new Endpoint(given.orElse("/nowhere"), given.isPresent() ? "--endpoint" : "default"));
    }

    @Override
    public Engine connect(Endpoint endpoint, ClientIdentity client, Map<String, String> environment) {
        Path root = Path.of(endpoint.address());
        if (!Files.isDirectory(root)) {
            throw new EngineException(Problem.of("EX-1", "there is no folder " + root));
        }
        return new FolderEngine(endpoint, root);
    }

    private record FolderEngine(Endpoint endpoint, Path root) implements Engine {

        @Override
        public String id() {
            return "folder";
        }

        @Override
        public String description() {
            return "folders in " + root;
        }

        @Override
        public Platform platform() {
            return new Platform("linux", "any", "");
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of(Capability.BASE_IMAGE);
        }

        @Override
        public Base resolve(BaseReference reference) {
            return new Base(reference, Digest.of(reference.toString()), platform(), ImageConfig.EMPTY, 0, true);
        }

        @Override
        public Base pull(BaseReference reference, ProgressSink progress) {
            return resolve(reference);
        }

        @Override
        public Optional<Snapshot> findCheckpoint(List<Digest> keys) {
            return keys.stream()
                    .filter(key -> Files.isDirectory(root.resolve("states/" + key.hex())))
                    .findFirst()
                    .map(key -> new Snapshot(key.hex(), Optional.of(key), Instant.now(), 1));
        }

        @Override
        public Instance create(InstanceSpec spec) throws InterruptedException {
            String name = "instances/" + UUID.randomUUID();
            Path folder = root.resolve(name);
            sh(root, "mkdir -p instances states images");
            if (spec.snapshot().isPresent()) {
                sh(root, "cp -a states/" + spec.snapshot().get().id() + " " + name);
            } else {
                sh(root, "mkdir " + name);
            }
            return new FolderInstance(name, folder, root);
        }

        @Override
        public Artifact publish(ArtifactSpec spec) throws InterruptedException {
            String state = spec.state().orElseThrow().id();
            Digest id = Digest.of(state + spec.config());
            sh(root, "rm -rf images/" + id.hex() + " && cp -a states/" + state + " images/" + id.hex());
            for (String name : spec.references()) {
                sh(root, "mkdir -p \"$(dirname 'names/" + name + "')\" && echo " + id + " > 'names/" + name + "'");
            }
            return new Artifact(id, spec.references(), true);
        }

        @Override
        public List<Resource> resources() {
            return List.of();
        }

        @Override
        public boolean remove(Resource resource) {
            return true;
        }

        @Override
        public void close() {}
    }

    private record FolderInstance(String name, Path folder, Path root) implements Instance {

        @Override
        public CommandResult run(Command command, OutputSink output) throws InterruptedException {
            try {
                ProcessBuilder builder = new ProcessBuilder(command.argv()).directory(folder.toFile());
                builder.environment().clear();
                builder.environment().putAll(command.env());
                Process process = builder.redirectErrorStream(true).start();
                process.getOutputStream().close();
                output.write(OutputSink.Channel.STDOUT, process.getInputStream().readAllBytes());
                return new CommandResult(process.waitFor());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void put(String directory, InputStream tar) throws InterruptedException {
            try {
                Path target = Files.createDirectories(folder.resolve(directory.substring(1)));
                Process process = new ProcessBuilder("tar", "-x", "--no-same-owner", "-f", "-", "-C", target.toString())
                        .start();
                try (OutputStream stdin = process.getOutputStream()) {
                    tar.transferTo(stdin);
                }
                process.waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Optional<InputStream> get(String path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void endProcesses(Optional<String> mark) {}

        @Override
        public Snapshot snapshot(Optional<Digest> key) throws InterruptedException {
            String id = key.map(Digest::hex).orElseGet(() -> UUID.randomUUID().toString());
            sh(root, "rm -rf states/" + id + " && cp -a " + name + " states/" + id);
            return new Snapshot(id, key, Instant.now(), 1);
        }

        @Override
        public void keep() {}

        @Override
        public void close() {
            try {
                sh(root, "rm -rf " + name);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void sh(Path folder, String command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder("/bin/sh", "-ec", command).directory(folder.toFile()).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new EngineException(Problem.of("EX-2", "failed: " + command));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
