package dev.chandler.plugin.nix;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a step wants to have built, asked of Nix by {@code chandler.nix}. */
final class Expression {

    private static final Pattern PLACE = Pattern.compile("(?:at |«)(/[^\\s:»]+):(\\d+):(\\d+)");
    private static final Pattern SEARCHED = Pattern.compile("file '([^']+)' was not found in the Nix search path");
    private static final String OURS = "chandler: ";

    private final StepSettings settings;

    Expression(StepSettings settings) {
        this.settings = settings;
    }

    /**
     * Evaluates without writing anything.
     *
     * @return the paths of the derivations in the store, where they need not be yet
     */
    List<String> paths() throws InterruptedException {
        return Json.texts(instantiate(List.of("--eval", "--strict", "--json"), "paths"));
    }

    /**
     * Evaluates and writes the derivations into the store.
     *
     * @param roots the beginning of the names of links that keep them there
     * @return their paths in the store
     */
    List<String> derivations(Path roots) throws InterruptedException {
        instantiate(List.of("--add-root", roots.toString()), "derivations");
        return paths();
    }

    private String instantiate(List<String> how, String what) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of("nix-instantiate", "--show-trace"));
        words.addAll(how);
        words.addAll(List.of("-", "--argstr", "settings", json(), "-A", what));
        InputStream text = Objects.requireNonNull(Expression.class.getResourceAsStream("chandler.nix"), "chandler.nix");
        try {
            return settings.nix().run(text, OutputSink.NONE, words);
        } catch (Nix.Refused e) {
            throw new ManifestException(problem(e.words()), e);
        }
    }

    private String json() {
        Map<String, Object> pins = new LinkedHashMap<>();
        settings.pins().forEach((name, pin) -> pins.put(name, pin.json()));
        Map<String, Object> json = new LinkedHashMap<>();
        settings.file().ifPresentOrElse(each -> json.put("file", each.toString()), () -> json.put("file", null));
        json.put("attributes", settings.attributes());
        json.put("args", settings.args());
        json.put("nixPath", pins);
        return Json.of(json);
    }

    private Problem problem(String words) {
        String error = error(words);
        Matcher searched = SEARCHED.matcher(error);
        if (searched.find()) {
            return Problem.of("CH-NIX-004", "<" + searched.group(1) + "> is not pinned")
                    .at(place(words))
                    .because(error)
                    .remedy("name it under nix-path: with a url and its sha256, or a path");
        }
        int remedy = error.indexOf("; ");
        if (error.startsWith(OURS) && remedy > 0) {
            return Problem.of("CH-NIX-004", error.substring(OURS.length(), remedy))
                    .at(place(words))
                    .because("what it is may be another thing tomorrow")
                    .remedy(error.substring(remedy + 2));
        }
        return Problem.of("CH-NIX-005", "Nix cannot evaluate what is to be built")
                .at(place(words))
                .because(error.startsWith(OURS) ? error.substring(OURS.length()) : error);
    }

    private static String error(String words) {
        List<String> errors = words.lines()
                .map(String::strip)
                .filter(each -> each.startsWith("error: "))
                .map(each -> each.substring("error: ".length()))
                .toList();
        return errors.stream()
                .filter(each -> each.startsWith(OURS))
                .findFirst()
                .orElse(errors.isEmpty() ? words : errors.get(errors.size() - 1));
    }

    /** The first place in a file of the project; Nix names what is nearest to the error first. */
    private Location place(String words) {
        Matcher matcher = PLACE.matcher(words);
        while (matcher.find()) {
            Path file = Path.of(matcher.group(1)).normalize();
            if (file.startsWith(settings.directory().normalize())) {
                return new Location(
                        settings.shown(file), Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)));
            }
        }
        return settings.location();
    }
}
