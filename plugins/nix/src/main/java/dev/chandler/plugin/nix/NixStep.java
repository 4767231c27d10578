package dev.chandler.plugin.nix;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is to be built, and where it is linked. */
record NixStep(StepSettings settings) implements PreparedStep {

    private static final int MOST_LINES = 20;

    @Override
    public String title() {
        String what = String.join(
                " ",
                settings.attributes().stream()
                        .map(each -> String.join(".", each))
                        .toList());
        return "nix " + settings.file().map(settings::shown).orElse("<nixpkgs>") + (what.isEmpty() ? "" : " " + what);
    }

    /** Files are all that there is: a base without a shell will do. */
    @Override
    public boolean runsCommands() {
        return false;
    }

    @Override
    public void requireReady() {
        Nix.programs().forEach(settings.nix()::program);
    }

    @Override
    public List<String> puts(String workdir) {
        return Stream.concat(Stream.of("/nix/store"), settings.link().stream()).toList();
    }

    /** A derivation's path is the digest of all that goes into what it builds, and of how. */
    @Override
    public void describe(KeyBuilder key) throws InterruptedException {
        key.field("derivations", new Expression(settings).paths())
                .field("link", settings.link().orElse(""));
    }

    @Override
    public void run(StepContext context) throws InterruptedException {
        Path folder = context.folder().path();
        List<String> derivations = new Expression(settings).derivations(folder.resolve("derivation"));
        List<String> results = lines(realise(context, derivations, folder.resolve("result")));
        List<String> closure = lines(ask(words("nix-store", "--query", "--requisites", results)));
        try {
            Closure files = new Closure(settings.nix(), closure);
            settings.link().ifPresent(each -> link(files, results, each));
            try (InputStream tar = files.tar()) {
                context.communicator().put("/", tar);
            }
        } catch (IOException e) {
            throw new EngineException(
                    Problem.of("CH-NIX-007", "what Nix has built cannot be read")
                            .at(settings.location())
                            .because(e.toString())
                            .remedy("let Nix look for what is wrong: nix-store --verify --check-contents"),
                    e);
        }
        say(context, "nix: " + closure.size() + " store paths, of which " + results.size() + " were asked for\n");
    }

    private void link(Closure files, List<String> results, String folder) {
        try {
            if (!files.link(results, folder)) {
                throw new ProvisionException(Problem.of("CH-NIX-008", "there is nothing to link in " + folder)
                        .at(settings.location())
                        .because("no bin, sbin or share in " + String.join(", ", results))
                        .remedy("take link: out of the step"));
            }
        } catch (IOException e) {
            throw new ProvisionException(
                    Problem.of("CH-NIX-009", "the results cannot be linked in " + folder)
                            .at(settings.location())
                            .because(String.valueOf(e.getMessage()))
                            .remedy("give them to steps of their own, with another link: each"),
                    e);
        }
    }

    private String realise(StepContext context, List<String> derivations, Path root) throws InterruptedException {
        List<String> words = words("nix-store", "--realise", "--add-root", derivations);
        words.add(words.indexOf("--add-root") + 1, root.toString());
        try {
            settings.nix().run(InputStream.nullInputStream(), context.output(), words);
            return ask(words("nix-store", "--query", "--outputs", derivations));
        } catch (Nix.Refused e) {
            List<String> lines = e.words().lines().toList();
            throw new ProvisionException(
                    Problem.of("CH-NIX-006", "step \"" + context.stepId() + "\" failed: Nix could not build it")
                            .at(settings.location())
                            .because(String.join(
                                    "\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size())))
                            .remedy(remedy(e.words())),
                    e);
        }
    }

    private static String remedy(String words) {
        return words.matches(
                        "(?s).*(unsharing|namespace|while setting up the build environment|Operation not permitted).*")
                ? "this machine may not let Nix have its sandbox: options: {sandbox: \"false\"} does without, where the store is"
                        + " the machine's own /nix"
                : "build it by hand: nix-build";
    }

    private String ask(List<String> words) throws InterruptedException {
        try {
            return settings.nix().run(InputStream.nullInputStream(), OutputSink.NONE, words);
        } catch (Nix.Refused e) {
            throw new ProvisionException(
                    Problem.of("CH-NIX-006", "Nix does not know what it has built")
                            .at(settings.location())
                            .because(e.words())
                            .remedy("let Nix look for what is wrong: nix-store --verify"),
                    e);
        }
    }

    private static List<String> words(String program, String action, String option, List<String> paths) {
        List<String> words = new ArrayList<>(List.of(program, action, option));
        words.addAll(paths);
        return words;
    }

    private static List<String> lines(String text) {
        return text.lines().filter(each -> !each.isBlank()).sorted().distinct().toList();
    }

    private static void say(StepContext context, String text) {
        context.output().write(OutputSink.Channel.STDOUT, text.getBytes(StandardCharsets.UTF_8));
    }
}
