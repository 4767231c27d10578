package dev.chandler.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns Ctrl-C and SIGTERM into an interrupt of the thread that works; the second one leaves at once.
 *
 * <p>A shutdown hook could not tell the second signal. {@code sun.misc.Signal} can, is in every JDK
 * (jdk.unsupported), and is reached by reflection because javac warns of it in a way that cannot be turned off.
 */
final class Signals {

    private Signals() {}

    /**
     * Starts listening.
     *
     * @param worker the thread to interrupt at the first signal
     */
    static void interrupt(Thread worker) {
        AtomicInteger count = new AtomicInteger();
        InvocationHandler onSignal = (proxy, method, args) -> {
            switch (method.getName()) {
                case "handle" -> {
                    if (count.incrementAndGet() > 1) {
                        Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
                    }
                    worker.interrupt();
                    return null;
                }
                case "equals" -> {
                    return proxy == args[0];
                }
                case "hashCode" -> {
                    return System.identityHashCode(proxy);
                }
                default -> {
                    return "chandler signal handler";
                }
            }
        };
        handle("INT", onSignal);
        handle("TERM", onSignal);
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
            throw new IllegalStateException("cannot listen to SIG" + name, e);
        }
    }
}
