package dev.chandler.provisioner.exec;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.lib.files.FileTreeException;
import dev.chandler.lib.files.IgnoreRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What a manifest says about a copy.
 *
 * @param from the file or folder as written
 * @param fromLocation where it was written
 * @param toLocation where the target was written
 * @param to the target as written
 * @param fromBuild the build of the project in whose image it is; empty for the client
 * @param ownerGiven who is to own everything, if that is said
 * @param mode the permissions, empty for the files' own
 * @param exclude what is left out
 * @param excludeLocation where that was written, if it was
 * @param problems what is wrong with them
 */
record CopySettings(
        String from,
        Location fromLocation,
        Location toLocation,
        String to,
        Optional<Setting> fromBuild,
        Optional<Owner> ownerGiven,
        OptionalInt mode,
        IgnoreRules exclude,
        Optional<Location> excludeLocation,
        List<Problem> problems) {

    static CopySettings read(Setting setting) {
        List<Problem> problems = new ArrayList<>();
        SettingReader reader = SettingReader.of(setting, SettingsModels.COPY, problems::add);
        String from = reader.requiredText("from").orElse(".");
        Location fromLocation = reader.any("from").map(Setting::location).orElse(setting.location());
        String to = reader.requiredText("to").orElse(".");
        Location toLocation = reader.any("to").map(Setting::location).orElse(setting.location());
        Optional<Setting> fromBuild = reader.any("from-build");
        reader.text("from-build");
        Optional<Owner> owner = ownerGiven(reader);
        OptionalInt mode = mode(reader);
        reader.texts("exclude");
        Optional<Setting> exclude = reader.any("exclude");
        IgnoreRules rules = exclude.map(each -> rules(each, problems::add)).orElse(IgnoreRules.NONE);
        reader.finish();
        return new CopySettings(
                from,
                fromLocation,
                toLocation,
                to,
                fromBuild,
                owner,
                mode,
                rules,
                exclude.map(Setting::location),
                problems);
    }

    /** Who is to own what comes from the client. */
    Owner owner() {
        return ownerGiven.orElse(Owner.ROOT);
    }

    static Owner owner(SettingReader reader) {
        return ownerGiven(reader).orElse(Owner.ROOT);
    }

    private static Optional<Owner> ownerGiven(SettingReader reader) {
        return reader.read("owner", "a user and a group in numbers, such as 1000:1000", Owner::parse);
    }

    static OptionalInt mode(SettingReader reader) {
        return reader.read("mode", "permissions in octal, such as 0644", CopySettings::parseMode)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private static Optional<Integer> parseMode(String text) {
        return text.matches("0?[0-7]{3,4}") ? Optional.of(Integer.parseInt(text, 8)) : Optional.empty();
    }

    private static IgnoreRules rules(Setting exclude, Consumer<Problem> problems) {
        List<Setting> items = switch (exclude.kind()) {
            case TEXT -> List.of(exclude);
            case LIST -> exclude.items();
            case MAP -> List.of();
        };
        List<String> patterns = new ArrayList<>();
        for (Setting item : items) {
            if (item.kind() == Setting.Kind.TEXT && isPattern(item, problems)) {
                patterns.add(item.text());
            }
        }
        try {
            return IgnoreRules.of(patterns);
        } catch (FileTreeException e) {
            throw new IllegalStateException("each pattern was tried: " + patterns, e);
        }
    }

    private static boolean isPattern(Setting item, Consumer<Problem> problems) {
        try {
            IgnoreRules.of(List.of(item.text()));
            return true;
        } catch (FileTreeException e) {
            problems.accept(e.problem().at(item.location()));
            return false;
        }
    }
}
