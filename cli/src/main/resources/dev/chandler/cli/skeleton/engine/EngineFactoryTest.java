package @package@;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.EngineFactory;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class @Name@EngineFactoryTest {

    @Test
    void isDeclaredAsAService() {
        assertThat(ServiceLoader.load(EngineFactory.class).stream().map(ServiceLoader.Provider::type))
                .contains(@Name@EngineFactory.class);
    }

    @Test
    void anAddressThatIsGivenIsTheOnlyOne() {
        assertThat(new @Name@EngineFactory().endpoints(Optional.of("unix:///given"), Map.of("@NAME_@_HOST", "other")))
                .singleElement()
                .satisfies(endpoint -> assertThat(endpoint.address()).isEqualTo("unix:///given"));
    }
}
