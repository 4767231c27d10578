package dev.chandler.core.project;

import dev.chandler.api.problem.Location;
import dev.chandler.api.provision.BuildFiles;
import dev.chandler.core.graph.OtherBuilds;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds of which the names alone matter, to somebody who builds none of them. Thread-safe. */
public final class NamedBuilds implements OtherBuilds {

    private final Supplier<Set<String>> read;
    private @Nullable Set<String> names;

    /**
     * Makes them.
     *
     * @param names gives the names; asked when they are first needed, for most manifests need none
     */
    public NamedBuilds(Supplier<Set<String>> names) {
        this.read = names;
    }

    @Override
    public synchronized Set<String> names() {
        Set<String> known = names;
        if (known == null) {
            known = Set.copyOf(read.get());
            names = known;
        }
        return known;
    }

    @Override
    public BuildFiles files(String build) {
        return new Unknown(build);
    }

    private record Unknown(String build) implements BuildFiles {

        @Override
        public boolean isKnown() {
            return false;
        }

        @Override
        public Optional<Found> find(String path, Location place) {
            return Optional.empty();
        }

        @Override
        public InputStream open(String path, Location place, Form form) {
            throw new IllegalStateException("nothing is known of the build " + build);
        }
    }
}
