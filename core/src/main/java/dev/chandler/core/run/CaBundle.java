package dev.chandler.core.run;

import dev.chandler.api.engine.Instance;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.DevFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Certificates of authorities that steps are to trust; in neither key nor image.
 *
 * <p>They lie in a file below {@code /dev} while an instance runs, as scripts do, named by the variables in which the
 * usual programs look for one.
 */
public final class CaBundle {

    private static final String FOLDER = "chandler-ca";
    private static final String FILE = "bundle.pem";
    private static final String PLACE = "/dev/" + FOLDER + "/" + FILE;

    private static final List<String> VARIABLES = List.of(
            "SSL_CERT_FILE",
            "CURL_CA_BUNDLE",
            "REQUESTS_CA_BUNDLE",
            "NODE_EXTRA_CA_CERTS",
            "GIT_SSL_CAINFO",
            "PIP_CERT");

    private final byte[] content;

    private CaBundle(byte[] content) {
        this.content = content;
    }

    /**
     * Reads a bundle.
     *
     * @param file a file of the client, certificates in PEM
     * @param origin where it was named, in words for the user
     * @return its content
     * @throws ManifestException if it cannot be read, or has no certificate
     */
    public static CaBundle read(Path file, String origin) {
        try {
            byte[] content = Files.readAllBytes(file);
            if (!new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN CERTIFICATE-----")) {
                throw new ManifestException(unusable(file, origin, "there is no certificate in it"));
            }
            return new CaBundle(content);
        } catch (NoSuchFileException e) {
            throw new ManifestException(unusable(file, origin, "there is no such file"), e);
        } catch (IOException e) {
            throw new ManifestException(unusable(file, origin, e.toString()), e);
        }
    }

    private static Problem unusable(Path file, String origin, String why) {
        return Problem.of("CH-PLAN-013", "cannot use the CA bundle " + file + " (" + origin + ")")
                .because(why)
                .remedy("name a file of certificates in PEM, which begin with -----BEGIN CERTIFICATE-----");
    }

    /** What is below all else that says the same. */
    static Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        VARIABLES.forEach(name -> environment.put(name, PLACE));
        return environment;
    }

    /** Puts it into an instance that runs commands, for as long as that lives. */
    void put(Instance instance, Function<List<String>, Command.Builder> commands) throws InterruptedException {
        DevFolder folder = new DevFolder(instance, commands, FOLDER, Optional.empty());
        try {
            folder.put(FILE, 0644, command -> command.stdin(() -> new ByteArrayInputStream(content)));
        } catch (DevFolder.NotPossible e) {
            throw new EngineException(
                    Problem.of("CH-ENGINE-031", "cannot put the CA bundle into the instance " + instance.name())
                            .because(e.getMessage())
                            .remedy("the base needs cat, mkdir, chmod and rm; or build without the bundle"),
                    e);
        }
    }
}
