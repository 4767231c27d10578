package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A project of three builds: {@code api} stands on {@code base}, {@code web} takes files of {@code api}. */
abstract class ProjectContract {

    /** Whose project it is. */
    abstract Stranger stranger();

    /** The engine's id. */
    abstract String engine();

    private String manifest(String base, String tag, String rest) {
        return "base: " + base + "\nenv: {E2E: " + stranger().nonce() + "}\nartifact: {repo: "
                + stranger().image() + ", tags: [" + tag + "]}\n" + rest;
    }

    @BeforeEach
    void threeBuilds() {
        stranger().file("chandler.project.yml", "builds: [\"services/*\", base]\n");
        stranger().file("base/chandler.yml", manifest("busybox", "base", "install: [echo base > /from-base]\n"));
        api("echo 1 > /other", "");
        stranger().file("services/web/chandler.yml", manifest("busybox", "web", """
                                install:
                                  - copy: {from-build: api, from: /app, to: /srv}
                                  - copy: {from-build: api, from: /app/text, to: /etc/, owner: "7:8", mode: "0600"}
                                  - copy: {from-build: api, from: /app/bin, to: /opt/far/below}
                                script:
                                  - test "$(stat -c %u:%g:%a /srv/bin/tool)" = 12:34:4750
                                  - test "$(stat -c %u:%g:%a /etc/text)" = 7:8:600
                                  - test "$(stat -c %u:%g:%a:%h /opt/far/below/tool)" = 12:34:4750:2
                                  - test "$(stat -c %u:%g:%a:%h /opt/far/below/same)" = 12:34:4750:2
                                  - test "$(readlink /srv/link)" = text
                                  - test "$(cat /srv/hard /srv/text)" = "$(printf 'base\\nbase')"
                                  - test ! -e /other
                                """));
    }

    private void api(String other, String rest) {
        stranger()
                .file(
                        "services/api/chandler.yml",
                        manifest("{build: base}", "api", """
                                install:
                                  - |
                                    mkdir -p /app/bin
                                    cat /from-base > /app/text
                                    echo tool > /app/bin/tool
                                    chown 12:34 /app/bin/tool
                                    chmod 4750 /app/bin/tool
                                    ln /app/bin/tool /app/bin/same
                                    ln -s text /app/link
                                    ln /app/text /app/hard
                                  - OTHER
                                """.replace("OTHER", other) + rest));
    }

    private Ended all(String... more) {
        List<String> words = new ArrayList<>(List.of("build", "--all", "--engine", engine()));
        words.addAll(List.of(more));
        return stranger().runs(words.toArray(String[]::new));
    }

    private Ended plan(String... more) {
        return stranger()
                .runs(Stream.concat(Stream.of("plan", "--engine", engine()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static List<JsonObject> of(Ended ended, String event) {
        return ended.events().stream()
                .filter(each -> each.get("event").getAsString().equals(event))
                .toList();
    }

    private static List<String> builds(List<JsonObject> events) {
        return events.stream()
                .map(event -> event.get("project-build").getAsString())
                .toList();
    }

    private static int instances(Ended ended) {
        return of(ended, "run-ended").stream()
                .mapToInt(event -> event.get("instances-started").getAsInt())
                .sum();
    }

    @Test
    void theBuildsGoInOrderAndASecondTimeNothingStarts() {
        Ended first = all("--progress", "json").exits(0);
        assertThat(builds(of(first, "published"))).containsExactly("base", "api", "web");

        Ended second = all("--progress", "json").exits(0);

        assertThat(instances(second)).isZero();
        assertThat(of(second, "step-started")).isEmpty();
        assertThat(of(second, "published").stream()
                        .map(event -> event.get("id"))
                        .toList())
                .isEqualTo(of(first, "published").stream()
                        .map(event -> event.get("id"))
                        .toList());
        assertThat(plan("--all").exits(0).out()).doesNotContain("run      ");
        assertThat(stranger().leftNow()).isEmpty();
    }

    @Test
    void whatIsCopiedIsKeyedByItsContentAlone() {
        all().exits(0);
        api("echo 2 > /other", "");

        Ended again = all("--progress", "json").exits(0);

        assertThat(builds(of(again, "step-started"))).containsOnly("api");
    }

    @Test
    void aPlanSaysWhatIsNotKnownYet() {
        assertThat(plan("--all").exits(0).out())
                .contains("base     build base  (not known until build base has run)")
                .contains("run      install[0]  copy /app of build api to /srv  (not known until build api has run)");
        assertThat(plan("-f", "services/web").exits(0).out()).contains("first    base, api");
    }

    @Test
    void oneBuildIsPrecededByWhatItNeeds() {
        Ended built = stranger()
                .runs("build", "-f", "services/api", "--engine", engine(), "--progress", "json")
                .exits(0);

        assertThat(builds(of(built, "published"))).containsExactly("base", "api");
        assertThat(of(built, "notice"))
                .anySatisfy(notice ->
                        assertThat(notice.get("text").getAsString()).isEqualTo("built first, for it needs them: base"));
    }

    @Test
    void aRedBuildKeepsThoseThatNeedItFromBeingBuiltAndNoOther() {
        api("echo 1 > /other", "script: [exit 7]\n");
        stranger()
                .file(
                        "services/solo/chandler.yml",
                        "name: lonely\n" + manifest("busybox", "solo", "install: [echo solo > /solo]\n"));

        Ended ended = all("--progress", "plain").exits(1);

        assertThat(ended.err())
                .contains("[api] script[0]  FAILED")
                .contains("[solo] building solo from")
                .contains("[web] note: skipped, for it needs api")
                .containsPattern("solo +" + stranger().image() + ":solo +built in ")
                .containsPattern("web +- +skipped, for it needs api")
                .contains("build api:\n  services/api/chandler.yml:15:10: step \"script[0]\" failed: exit status 7");
        assertThat(stranger().leftNow()).isEmpty();
    }

    @Test
    void controlCEndsAllBuilds() {
        stranger().file("services/slow/chandler.yml", manifest("busybox", "slow", "install: [echo slow; sleep 60]\n"));
        stranger().file("services/more/chandler.yml", manifest("busybox", "more", "install: [echo more; sleep 60]\n"));
        ChandlerProcess building =
                stranger().starts("build", "--all", "--engine", engine(), "--jobs", "5", "--progress", "json");
        building.awaitOutput("slow");
        building.awaitOutput("more");

        Ended ended = building.signal("INT").ended(Duration.ofSeconds(30)).exits(130);

        assertThat(ended.err()).contains("everything was cleaned up");
        assertThat(stranger().leftNow()).isEmpty();
    }

    @Test
    void aBuildWithoutANameCanBeNeeded() {
        stranger()
                .file(
                        "base/chandler.yml",
                        "base: busybox\nenv: {E2E: " + stranger().nonce() + "}\ninstall: [echo base > /from-base]\n");

        assertThat(builds(of(all("--progress", "json").exits(0), "published"))).containsExactly("base", "api", "web");
    }

    @Test
    void whatIsNotInTheOtherImageIsAProblemAtItsPlace() {
        stranger().file("services/web/chandler.yml", manifest("busybox", "web", """
                                install:
                                  - copy: {from-build: api, from: /app/txet, to: /srv}
                                """));

        assertThat(all("--progress", "plain").exits(2).err())
                .contains("services/web/chandler.yml:5:35: build \"api\" leaves no \"/app/txet\"");
    }
}
