package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class GivenSettingsTest {

    private static JsonObject json(String text) {
        return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
    }

    @Test
    void aCopyIsToldToHaveNoneOfWhatAnInstanceWasGiven() {
        GivenSettings given = GivenSettings.of(json("{'name': 'n', 'config': {'limits.memory': '1MB'},"
                + " 'devices': {'eth0': {'type': 'nic', 'network': 'n'}}}"));

        assertThat(given.noConfig()).isEqualTo(json("{'limits.memory': ''}"));
        assertThat(given.noDevices()).isEqualTo(json("{'eth0': {'type': 'none'}}"));
    }
}
