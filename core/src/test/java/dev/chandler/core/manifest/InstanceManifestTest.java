package dev.chandler.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Device;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Network;
import dev.chandler.api.engine.Ulimit;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code instance:} and {@code mounts:}. */
class InstanceManifestTest {

    private static final String ALL = """
            base: busybox
            instance:
              network: build-net
              hosts: {registry: 10.0.0.7, six: "fd00::7"}
              dns: [10.0.0.1, "fd00::1"]
              memory: 2g
              cpus: 0.5
              privileged: true
              capabilities: {add: [net_admin, CAP_SYS_TIME], drop: [ALL]}
              no-new-privileges: true
              read-only: true
              ulimits: {nofile: 1024, core: {soft: 0, hard: unlimited}}
              devices: [/dev/fuse, {host: /dev/kvm, instance: /dev/vm, access: rw}]
            mounts:
              - {kind: bind, from: src, to: /src/, read-only: true}
              - {kind: cache, name: pip, to: /root/.cache, sharing: locked}
              - {kind: tmpfs, to: /scratch, size: 64m}
            install: [make]
            """;

    @TempDir
    Path folder;

    private ManifestFolder folder() {
        return new ManifestFolder(folder).file("src/a.txt", "a");
    }

    private InstanceSection read(String manifest) {
        return folder().manifest(manifest).load().instance();
    }

    private List<String> problems(String manifest) {
        try {
            folder().manifest("base: busybox\n" + manifest).load();
            return List.of();
        } catch (ManifestException e) {
            return e.problems().stream()
                    .map(problem -> problem.where().map(Location::toString).orElse("") + " " + problem.code() + " "
                            + problem.what())
                    .toList();
        }
    }

    @Test
    void readsEverySetting() {
        InstanceSettings settings = read(ALL).settings();

        assertThat(settings)
                .isEqualTo(InstanceSettings.builder()
                        .network(new Network(Network.Kind.NAMED, "build-net"))
                        .hosts(Map.of("registry", "10.0.0.7", "six", "fd00::7"))
                        .dns(List.of("10.0.0.1", "fd00::1"))
                        .memoryBytes(2L << 30)
                        .nanoCpus(500_000_000)
                        .privileged(true)
                        .capabilities(List.of("NET_ADMIN", "SYS_TIME"), List.of("ALL"))
                        .noNewPrivileges(true)
                        .readOnly(true)
                        .ulimits(Map.of("nofile", new Ulimit(1024, 1024), "core", new Ulimit(0, -1)))
                        .devices(List.of(
                                new Device("/dev/fuse", "/dev/fuse", "rwm"), new Device("/dev/kvm", "/dev/vm", "rw")))
                        .mount(new Mount.Bind(folder.resolve("src"), "/src", true))
                        .mount(new Mount.Cache("pip", "/root/.cache"))
                        .mount(new Mount.Tmpfs("/scratch", OptionalLong.of(64 << 20)))
                        .build());
    }

    @Test
    void remembersWhereEachThingWasWritten() {
        InstanceSection section = read(ALL);

        assertThat(section.settings().needs())
                .allSatisfy(need -> assertThat(section.places()).containsKey(need));
        assertThat(section.places().get(Capability.CPUS)).hasToString("chandler.yml:7:9");
        assertThat(section.places().get(Capability.MOUNT_CACHE)).hasToString("chandler.yml:16:5");
        assertThat(section.mounts().get(1).sharing()).isEqualTo(Sharing.LOCKED);
    }

    @Test
    void saysNothingWhereNothingIsWritten() {
        assertThat(read("base: busybox\ninstance:\nmounts:\n")).isEqualTo(InstanceSection.NONE);
        assertThat(read("base: busybox\ninstance: {network: default}\n").settings())
                .isEqualTo(InstanceSettings.NONE);
    }

    @Test
    void tellsAllThatIsWrongTogetherAtItsPlace() {
        assertThat(problems("""
                        instance:
                          network: "a b"
                          hosts: {"a b": 10.0.0.300}
                          dns: [here]
                          memory: 2q
                          cpus: 0
                          privileged: perhaps
                          capabilities: {add: [NET_ADMN]}
                          ulimits: {nofiles: 3, core: {soft: 2, hard: 1}}
                          devices: [/etc/passwd, {instance: /dev/a}]
                          volumes: []
                        """))
                .containsExactly(
                        "chandler.yml:3:12 CH-MANIFEST-011 \"network\" must be default, none, host or the name of a network",
                        "chandler.yml:4:11 CH-MANIFEST-011 \"a b\" cannot be the name of a host",
                        "chandler.yml:4:18 CH-MANIFEST-011 \"a b\" must be an IP address",
                        "chandler.yml:5:9 CH-MANIFEST-011 \"dns\" must be an IP address",
                        "chandler.yml:6:11 CH-MANIFEST-011 \"memory\" must be a size such as 512m or 2g",
                        "chandler.yml:7:9 CH-MANIFEST-011 \"cpus\" must be a number such as 2 or 0.5",
                        "chandler.yml:8:15 CH-MANIFEST-011 \"privileged\" must be true or false",
                        "chandler.yml:9:24 CH-MANIFEST-011 \"add\" must be a Linux capability such as NET_ADMIN, or ALL",
                        "chandler.yml:10:13 CH-MANIFEST-011 \"nofiles\" is no ulimit",
                        "chandler.yml:10:31 CH-MANIFEST-011 \"soft\" of \"core\" is above \"hard\"",
                        "chandler.yml:11:13 CH-MANIFEST-011 \"devices\" must be a path below /dev",
                        "chandler.yml:11:26 CH-MANIFEST-012 missing key \"host\"",
                        "chandler.yml:12:3 CH-MANIFEST-010 unknown key \"volumes\"");
    }

    @Test
    void tellsAllThatIsWrongWithMountsTogether() {
        assertThat(problems("""
                        mounts:
                          - {kind: bind, from: nowhere, to: /a}
                          - {kind: volume, to: /b}
                          - {to: /c}
                          - {kind: cache, to: /d, sharing: some}
                          - {kind: tmpfs, to: /e, size: big, mode: 1}
                          - {kind: cache, name: "a/b", to: relative}
                        """))
                .containsExactly(
                        "chandler.yml:3:24 CH-MANIFEST-062 there is no file or folder \"nowhere\" to mount",
                        "chandler.yml:4:12 CH-MANIFEST-011 \"kind\" must be bind, cache or tmpfs",
                        "chandler.yml:5:5 CH-MANIFEST-012 missing key \"kind\"",
                        "chandler.yml:6:5 CH-MANIFEST-012 missing key \"name\"",
                        "chandler.yml:6:36 CH-MANIFEST-011 \"sharing\" must be shared, locked or private",
                        "chandler.yml:7:33 CH-MANIFEST-011 \"size\" must be a size such as 64m or 2g",
                        "chandler.yml:7:38 CH-MANIFEST-010 unknown key \"mode\"",
                        "chandler.yml:8:25 CH-MANIFEST-011 \"name\" must be letters, digits, _, . and - alone, a letter or"
                                + " digit first",
                        "chandler.yml:8:36 CH-MANIFEST-060 nothing can be mounted at \"relative\"");
    }

    @Test
    void refusesPlacesThatAnInstanceNeedsOtherwise() {
        for (String place : List.of(
                "/",
                "/dev",
                "/proc",
                "/proc/sys",
                "/sys/fs",
                "/etc/hosts",
                "/a/../b",
                "//a",
                "/a//b",
                "/a:b",
                "/dev/" + "chandler-x")) {
            assertThat(problems("mounts: [{kind: tmpfs, to: \"" + place + "\"}]\n"))
                    .as(place)
                    .singleElement()
                    .asString()
                    .contains("CH-MANIFEST-060");
        }
        assertThat(problems("mounts: [{kind: tmpfs, to: /dev/shm}, {kind: tmpfs, to: /deva}]\n"))
                .isEmpty();
    }

    @Test
    void refusesPlacesBelowEachOther() {
        assertThat(problems("mounts: [{kind: tmpfs, to: /a}, {kind: tmpfs, to: /a/b}, {kind: tmpfs, to: /ab}]\n"))
                .containsExactly(
                        "chandler.yml:2:33 CH-MANIFEST-061 the mounts at \"/a\" and \"/a/b\" are one below the other");
        assertThat(problems("mounts: [{kind: tmpfs, to: /a}, {kind: tmpfs, to: /a/}]\n"))
                .containsExactly("chandler.yml:2:33 CH-MANIFEST-061 two mounts at \"/a\"");
    }

    @Test
    void refusesOneCacheSharedInTwoWays() {
        assertThat(problems(
                        "mounts: [{kind: cache, name: c, to: /a}, {kind: cache, name: c, to: /b, sharing: locked}]\n"))
                .containsExactly("chandler.yml:2:42 CH-MANIFEST-063 the cache \"c\" is shared in two ways");
    }

    @Test
    void joinsMountsOfIncludesBeforeItsOwnAndMergesSettings() {
        InstanceSection section =
                folder().file("more/common.yml", """
                        instance: {memory: 1g, cpus: 1}
                        mounts: [{kind: bind, from: ../src, to: /one}]
                        """).manifest("""
                        include: more/common.yml
                        base: busybox
                        instance: {cpus: 2}
                        mounts: [{kind: bind, from: src, to: /two}]
                        """).load().instance();

        assertThat(section.settings().memoryBytes()).hasValue(1L << 30);
        assertThat(section.settings().nanoCpus()).hasValue(2_000_000_000L);
        assertThat(section.settings().mounts())
                .containsExactly(
                        new Mount.Bind(folder.resolve("src"), "/one", false),
                        new Mount.Bind(folder.resolve("src"), "/two", false));
    }

    @Test
    void whatIsShownLoadsAsTheSame() {
        ManifestFolder source = folder().file(
                        "more/common.yml",
                        "mounts: [{kind: bind, from: ../src, to: /one}, {kind: bind, from: .., to: /all}]\n")
                .manifest("include: more/common.yml\n" + ALL);
        InstanceSection section = source.load().instance();

        String shown = source.render();

        InstanceSection again = folder().manifest(shown).load().instance();
        assertThat(again.settings()).as(shown).isEqualTo(section.settings());
        assertThat(again.mounts().stream().map(MountSpec::sharing))
                .isEqualTo(section.mounts().stream().map(MountSpec::sharing).toList());
    }

    @Test
    void takesAListOfMountsFromAVariable() {
        assertThat(read("""
                        vars:
                          caches: {type: list, default: [a, b]}
                        base: busybox
                        mounts:
                        [#list caches as c]
                          - {kind: cache, name: [=c], to: /[=c]}
                        [/#list]
                        """).settings().mounts())
                .containsExactly(new Mount.Cache("a", "/a"), new Mount.Cache("b", "/b"));
    }

    @Test
    void anEmptyPlaceIsMissing() {
        assertThatThrownBy(() -> read("base: busybox\nmounts: [{kind: tmpfs}]\n"))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("missing key \"to\"");
    }
}
