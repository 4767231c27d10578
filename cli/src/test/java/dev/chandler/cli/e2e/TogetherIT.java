package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Builds of one manifest at the same time. */
class TogetherIT {

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @Test
    void twoBuildsOfOneManifestAtOnceDoItsWorkOnce() {
        slowManifest();

        List<ChandlerProcess> both = List.of(json(), json());
        List<Built> built =
                both.stream().map(build -> Built.of(build.ended().exits(0))).toList();

        assertThat(built.stream().flatMap(each -> each.ran().stream()))
                .containsExactlyInAnyOrder("install[0]", "install[1]", "install[2]");
        assertThat(built.get(0).image()).isEqualTo(built.get(1).image());
        assertThat(built.stream().mapToInt(Built::instances).sum()).isEqualTo(1);
        assertThat(built.stream()
                        .flatMap(each -> each.all("notice").stream())
                        .map(notice -> notice.get("text").getAsString())
                        .filter(notice -> !notice.startsWith("chandler.lock ")))
                .singleElement()
                .satisfies(notice -> assertThat(notice)
                        .containsAnyOf(built.get(0).id(), built.get(1).id())
                        .contains("\"install[2]\""));
        assertThat(stranger.leftNow()).isEmpty();
    }

    @Test
    void whereTheOneIsKilledTheOtherGoesOn() {
        slowManifest();
        ChandlerProcess killed = json();
        killed.awaitOutput("slow");
        ChandlerProcess waiter = json();
        waiter.awaitEvent("notice");

        killed.signal("KILL");

        Built built = Built.of(waiter.ended(Duration.ofSeconds(30)).exits(0));
        assertThat(built.hit()).containsExactly("install[0]");
        assertThat(built.ran()).containsExactly("install[1]", "install[2]");
        stranger.runs("reap").exits(0);
        assertThat(stranger.leftNow()).isEmpty();
    }

    @Test
    void controlCEndsAWaitAndNothingElse() {
        slowManifest();
        ChandlerProcess maker = json();
        maker.awaitOutput("slow");
        ChandlerProcess waiter = json();
        waiter.awaitEvent("notice");

        waiter.signal("INT").ended(Duration.ofSeconds(10)).exits(130);

        assertThat(Built.of(maker.ended().exits(0)).ran()).hasSize(3);
    }

    @Test
    void anInstanceThatWasLeftForSomebodyToLookIntoIsNotWaitedFor() {
        stranger.manifest("busybox", "install: [exit 1]\n");
        stranger.runs("build", "--on-error", "keep").exits(1).says("reap");

        Ended second = stranger.runs("build", "--progress", "json").exits(1);

        assertThat(Built.of(second).ran()).containsExactly("install[0]");
        stranger.runs("reap").exits(0);
    }

    private ChandlerProcess json() {
        return stranger.starts("build", "--progress", "json");
    }

    private void slowManifest() {
        stranger.manifest(
                "busybox",
                Stream.of(
                                "install:",
                                "  - head -c 20 /dev/urandom > /one",
                                "  - echo slow; sleep 3; head -c 20 /dev/urandom > /two",
                                "  - cat /one /two > /three",
                                "")
                        .reduce("", (text, line) -> text + line + "\n"));
    }
}
