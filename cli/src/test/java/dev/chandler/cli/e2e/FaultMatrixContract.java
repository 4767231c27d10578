package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.chandler.core.run.InstanceState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fault in each state: the exit code is the promised one, nothing is left, and the next build goes on from the last
 * checkpoint to the image of an undisturbed one. What is seen is the table in {@code docs/reliability.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FaultMatrixContract {

    /** What a daemon that hangs, or a step, may take and what everything may take. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Path DOCUMENT =
            Path.of(System.getProperty("basedir", "")).resolve("../docs/reliability.md");

    private static final int STEPS = 2;

    /** Of a user with a group, whose commands the daemon runs: its requests are the moments at which faults come. */
    private static final String MANIFEST = """
            vars:
              step: {type: number, default: 0}
              limit: 60s
            base: busybox
            env: {E2E: NONCE}
            install:
              - run: mkdir /data && umask > /data/first
                user: "0:0"
              - run: echo in the step && sleep [=step] && seq 1 10000 | cat > /data/second
                user: "0:0"
                timeout: [=limit]
            artifact: {repo: e2e/NONCE, cmd: [cat, /data/second]}
            """;

    private final FaultMatrix matrix = new FaultMatrix();
    private final FrailDaemon daemon;
    private Map<String, String> undisturbed;

    FaultMatrixContract(FrailDaemon daemon) {
        this.daemon = daemon;
    }

    @BeforeAll
    void buildUndisturbed() {
        daemon.clear();
        try (FrailClient client = FrailClient.of(daemon)) {
            String nonce = nonce();
            client.manifest(MANIFEST.replace("NONCE", nonce));
            client.starts("build", "--engine", daemon.engine()).ended().exits(0);
            undisturbed = daemon.tree("e2e/" + nonce);
        }
    }

    @AfterAll
    void isTheTableOfTheDocument() {
        daemon.clear();
        System.out.println(matrix.markdown());
        if (matrix.isWhole()) {
            GoldenRegion.assertMatches(DOCUMENT, "made by " + getClass().getSimpleName(), matrix.markdown());
        }
    }

    static Stream<Arguments> cells() {
        return Stream.of(Fault.values())
                .flatMap(fault ->
                        FaultMatrix.columns().stream().filter(fault::canBeIn).map(state -> Arguments.of(fault, state)));
    }

    @ParameterizedTest(name = "{0} while {1}")
    @MethodSource("cells")
    void endsAsPromisedAndTheNextBuildGoesOn(Fault fault, InstanceState state) {
        matrix.put(fault, state, cell(fault, state, daemon.moment(fault.when(), state)));
    }

    /**
     * Does harm at a moment, and holds what comes of it against what is promised for the state.
     *
     * @return the cell of the table
     */
    String cell(Fault fault, InstanceState state, SocketRelay.Moment moment) {
        String nonce = nonce();
        String image = "e2e/" + nonce;
        daemon.nameBase(image);
        String before = daemon.id(image);
        boolean kept = false;
        try (FrailClient client = FrailClient.of(daemon)) {
            client.manifest(MANIFEST.replace("NONCE", nonce));
            Ended ended = strike(client, fault, state, moment);
            mend(fault);
            client.with(daemon.silenceVariable(), "").mendRelay();
            assertEnd(ended, fault, state);
            String after = daemon.id(image);
            assertThat(after.equals(before)).as("the name stays").isEqualTo(!fault.movesTheName(state));

            client.starts("reap", "--engine", daemon.engine()).ended(LIMIT).exits(0);
            assertThat(daemon.left()).isEmpty();
            assertThat(client.left()).isEmpty();

            Built next = Built.of(client.starts("build", "--engine", daemon.engine(), "--progress", "json")
                    .ended(LIMIT)
                    .exits(0));
            assertThat(next.hit()).as("what was kept: %s", ended).containsAll(kept(ended));
            assertThat(daemon.tree(image)).isEqualTo(undisturbed);
            if (fault.movesTheName(state)) {
                assertThat(next.image()).as("the whole image was there").isEqualTo(after);
            }
            kept = true;
            return cell(ended, next, fault.movesTheName(state));
        } finally {
            mend(fault);
            if (!kept) {
                // What is left here is not to fail the cells after it.
                daemon.clear();
            }
        }
    }

    /** Lets a build come to that moment, and does it. */
    private Ended strike(FrailClient client, Fault fault, InstanceState state, SocketRelay.Moment moment) {
        client.relay().holding(moment);
        List<String> args = new ArrayList<>(List.of("build", "--engine", daemon.engine(), "--progress", "json"));
        if (fault.wantsALongStep(state)) {
            args.addAll(List.of("--var", "step=600"));
        }
        if (fault == Fault.STEP_HANGS) {
            args.addAll(List.of("--var", "limit=1s"));
        }
        if (fault == Fault.DAEMON_HANGS) {
            client.with(daemon.silenceVariable(), "5");
        }
        ChandlerProcess build = client.starts(args.toArray(String[]::new));
        awaitMoment(client, build);
        switch (fault) {
            case CLIENT_KILLED -> build.signal("KILL");
            case DAEMON_KILLED, DAEMON_KILLED_LATE -> {
                daemon.kill();
                client.relay().cut();
            }
            case SOCKET_CUT, SOCKET_CUT_LATE -> client.relay().cut();
            case DISK_FULL -> {
                daemon.fill();
                client.relay().release();
            }
            case DAEMON_HANGS -> client.relay().freeze();
            case STEP_HANGS -> client.relay().release();
        }
        return build.ended(LIMIT);
    }

    private static void awaitMoment(FrailClient client, ChandlerProcess build) {
        try {
            client.relay().awaitHeld();
        } catch (AssertionError e) {
            throw new AssertionError("the build went another way: " + build.ended(LIMIT), e);
        }
    }

    /** Idempotent. */
    private void mend(Fault fault) {
        switch (fault) {
            case DAEMON_KILLED, DAEMON_KILLED_LATE -> daemon.start();
            case DISK_FULL -> daemon.free();
            case CLIENT_KILLED, SOCKET_CUT, SOCKET_CUT_LATE, DAEMON_HANGS, STEP_HANGS -> {}
        }
    }

    private static void assertEnd(Ended ended, Fault fault, InstanceState state) {
        ended.exits(fault.exitCode(state));
        assertThat(ended.err()).as(ended::toString).doesNotContain("Exception", "\tat ");
        if (ended.exitCode() == 3 && fault == Fault.DISK_FULL) {
            ended.says("[CH-ENGINE-017]", "no space left", "free disk space");
        } else if (ended.exitCode() == 3) {
            ended.says("relay", "[CH-ENGINE-01");
        } else if (fault.stepFindsNoRoom(state)) {
            ended.says("[CH-STEP-001]", "No space left");
        } else if (fault == Fault.STEP_HANGS) {
            ended.says("[CH-STEP-002]", "took longer than 1.0 s");
        }
    }

    /** The steps of which the build has said that their states are kept. */
    private static List<String> kept(Ended ended) {
        return ended.out()
                .lines()
                // The last line of a client that was killed may not be whole.
                .filter(line -> line.contains("\"checkpoint-taken\"") && line.endsWith("}"))
                .map(line -> JsonParser.parseString(line)
                        .getAsJsonObject()
                        .get("after")
                        .getAsString())
                .toList();
    }

    private static String cell(Ended ended, Built next, boolean published) {
        String found = next.hit().size() + "/" + STEPS;
        return ended.exitCode() + " · " + found + (published ? " · image" : "");
    }

    private static String nonce() {
        return "faults" + UUID.randomUUID().toString().replace("-", "");
    }
}
