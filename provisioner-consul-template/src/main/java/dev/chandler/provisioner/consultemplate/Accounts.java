package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.Communicator;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Users and groups of an instance by name, read when the first name is asked for. Used by one thread. */
final class Accounts {

    private final Communicator communicator;
    private final Map<String, Map<String, Integer>> numbers = new HashMap<>();

    Accounts(Communicator communicator) {
        this.communicator = communicator;
    }

    int user(String name, Location place) throws InterruptedException {
        return number("user", name, "/etc/passwd", place);
    }

    int group(String name, Location place) throws InterruptedException {
        return number("group", name, "/etc/group", place);
    }

    private int number(String kind, String name, String file, Location place) throws InterruptedException {
        if (name.matches("\\d{1,9}")) {
            return Integer.parseInt(name);
        }
        Map<String, Integer> known = numbers.get(file);
        if (known == null) {
            known = read(file);
            numbers.put(file, known);
        }
        Integer number = known.get(name);
        if (number == null) {
            throw new ProvisionException(Problem.of("CH-CONSUL-015", "there is no " + kind + " \"" + name + "\"")
                    .at(place)
                    .because("it is not in the instance's " + file)
                    .remedy("make it in a step before, or give its number"));
        }
        return number;
    }

    private Map<String, Integer> read(String file) throws InterruptedException {
        Optional<ExistingFile> found = ExistingFile.at(file, communicator);
        Map<String, Integer> read = new HashMap<>();
        found.map(each -> new String(each.content(), StandardCharsets.UTF_8))
                .orElse("")
                .lines()
                .map(line -> line.split(":", -1))
                .filter(words -> words.length > 2 && words[2].matches("\\d{1,9}"))
                .forEach(words -> read.putIfAbsent(words[0], Integer.valueOf(words[2])));
        return read;
    }
}
