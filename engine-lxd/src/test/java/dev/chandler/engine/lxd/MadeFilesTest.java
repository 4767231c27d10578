package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MadeFilesTest {

    private static OwnFile file(String name) {
        return new OwnFile(name, ":", List.of("line"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hosts", "hosts resolv.conf"})
    void aLabelIsReadAsItWasWritten(String label) {
        assertThat(MadeFiles.parse(label).label()).isEqualTo(label);
    }

    @Test
    void whatIsMountedOverAgainNobodySees() {
        MadeFiles made = MadeFiles.parse("hosts resolv.conf");

        assertThat(made.without(List.of(file("resolv.conf"))).label()).isEqualTo("hosts");
    }

    @Test
    void anEmptyFileIsMadeAnewWhereTheStateSaysThatItIsNone() {
        OwnFile hosts = file("hosts");

        assertThat(hosts.raw(MadeFiles.parse("hosts"))).contains("[ -s $file ] || { true >$file");
        assertThat(hosts.raw(MadeFiles.parse("resolv.conf"))).contains("[ -e $file ] || { true >$file");
    }
}
