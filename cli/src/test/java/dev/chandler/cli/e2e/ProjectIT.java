package dev.chandler.cli.e2e;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Projects of several builds on Docker. */
class ProjectIT extends ProjectContract {

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @Override
    Stranger stranger() {
        return stranger;
    }

    @Override
    String engine() {
        return "docker";
    }
}
