package dev.chandler.api.engine;

import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;

/** What a manifest names as base, before an engine has looked at it. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface BaseReference {

    /**
     * The capability that an engine needs for it.
     *
     * @return one of the {@code BASE_} capabilities
     */
    Capability needs();

    /**
     * An image known to the engine or to a registry.
     *
     * @param name as the user wrote it, such as {@code debian:12} or {@code host:5000/team/app@sha256:…}
     */
    record Image(String name) implements BaseReference {
        @Override
        public Capability needs() {
            return Capability.BASE_IMAGE;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * An archive of a root file system, plain tar or compressed with gzip.
     *
     * @param file an absolute path on the client
     */
    record Rootfs(Path file) implements BaseReference {
        @Override
        public Capability needs() {
            return Capability.BASE_ROOTFS;
        }

        @Override
        public String toString() {
            return "rootfs " + file.getFileName();
        }
    }

    /** An image in files of the client. */
    sealed interface Stored extends BaseReference {

        /**
         * Which of several images it is.
         *
         * @return the name that it has there, whole or, in a layout, a tag alone; empty where there is one image for a platform
         */
        Optional<String> image();
    }

    /**
     * An <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/image-layout.md">OCI image layout</a>.
     *
     * @param directory an absolute path on the client
     * @param image which of its images, by name
     */
    record OciLayout(Path directory, Optional<String> image) implements Stored {

        /**
         * The one image in a layout.
         *
         * @param directory an absolute path on the client
         */
        public OciLayout(Path directory) {
            this(directory, Optional.empty());
        }

        @Override
        public Capability needs() {
            return Capability.BASE_OCI;
        }

        @Override
        public String toString() {
            return "oci " + directory.getFileName()
                    + image.map(name -> " " + name).orElse("");
        }
    }

    /**
     * An archive as {@code docker save} writes it, compressed or not.
     *
     * @param file an absolute path on the client
     * @param image which of its images, by name
     */
    record DockerArchive(Path file, Optional<String> image) implements Stored {
        @Override
        public Capability needs() {
            return Capability.BASE_DOCKER_ARCHIVE;
        }

        @Override
        public String toString() {
            return "docker-archive " + file.getFileName()
                    + image.map(name -> " " + name).orElse("");
        }
    }

    /** Nothing: no file, no shell, no config. */
    record Scratch() implements BaseReference {
        @Override
        public Capability needs() {
            return Capability.BASE_SCRATCH;
        }

        @Override
        public String toString() {
            return "scratch";
        }
    }
}
