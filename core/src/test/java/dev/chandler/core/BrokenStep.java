package dev.chandler.core;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;

/** A step of a provisioner with a bug in one of its methods. */
public record BrokenStep(PreparedStep step, String method) implements PreparedStep {

    @Override
    public String title() {
        return checked("title", step.title());
    }

    @Override
    public boolean runsCommands() {
        return checked("runsCommands", step.runsCommands());
    }

    @Override
    public void describe(KeyBuilder key) {
        step.describe(checked("describe", key));
    }

    @Override
    public void run(StepContext context) throws InterruptedException {
        step.run(checked("run", context));
    }

    private <T> T checked(String called, T result) {
        if (called.equals(method)) {
            throw new NullPointerException("a bug in " + called);
        }
        return result;
    }
}
