package dev.chandler.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns Ctrl-C, SIGTERM and SIGHUP into an interrupt of the thread that works; the second one leaves at once, and so does
 * a clean-up that takes too long.
 *
 * <p>A shutdown hook could not tell the second signal. {@code sun.misc.Signal} can, is in every JDK
 * (jdk.unsupported), and is reached by reflection because javac warns of it in a way that cannot be turned off.
 */
final class Signals {

    /** How long the clean-up may take; a daemon that hangs would have it take for ever. */
    private static final Duration CLEAN_UP = Duration.ofSeconds(30);

    private Signals() {}

    /**
     * Starts listening.
     *
     * @param worker the thread to interrupt at the first signal
     * @param console where is said what happens
     */
    static void interrupt(Thread worker, Console console) {
        AtomicInteger count = new AtomicInteger();
        InvocationHandler onSignal = (proxy, method, args) -> {
            if (!method.getName().equals("handle")) {
                return objectMethod(proxy, method.getName(), args);
            }
            if (count.incrementAndGet() > 1) {
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
            }
            worker.interrupt();
            boundCleanUp(console);
            say(console, "stopping; once more leaves at once");
            return null;
        };
        handle("INT", onSignal);
        handle("TERM", onSignal);
        handle("HUP", onSignal);
        if (console.interactive()) {
            handle("WINCH", (proxy, method, args) -> {
                if (method.getName().equals("handle")) {
                    console.screen().resized();
                    return null;
                }
                return objectMethod(proxy, method.getName(), args);
            });
        }
    }

    /** What a map of handlers asks of them. */
    private static Object objectMethod(Object proxy, String name, Object[] args) {
        return switch (name) {
            case "equals" -> proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "chandler signal handler";
        };
    }

    private static void boundCleanUp(Console console) {
        Thread limit = new Thread(
                () -> {
                    try {
                        Thread.sleep(CLEAN_UP.toMillis());
                    } catch (InterruptedException e) {
                        return;
                    }
                    // From yet another thread: nothing is to be waited for any more, standard error neither.
                    Thread words = new Thread(
                            () -> say(
                                    console,
                                    "interrupted; the clean-up is not done after " + CLEAN_UP.toSeconds()
                                            + " s: \"chandler reap\" does the rest"),
                            "chandler-last-words");
                    words.setDaemon(true);
                    words.start();
                    try {
                        words.join(1000);
                    } catch (InterruptedException e) {
                        // It leaves all the same.
                    }
                    Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
                },
                "chandler-clean-up-limit");
        limit.setDaemon(true);
        limit.start();
    }

    private static void say(Console console, String text) {
        console.screen().say(text);
    }

    private static void handle(String name, InvocationHandler onSignal) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, onSignal);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // A JVM without it, or one that was told to leave signals alone (-Xrs): the signal then simply ends it, and
            // the instances' leases clean up.
        }
    }
}
