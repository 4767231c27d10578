package dev.chandler.provisioner.exec;

/** Says what an exit code means. */
final class ExitWords {

    private static final int SIGNALS_FROM = 128;

    private ExitWords() {}

    static String of(int code) {
        return "exit status " + code + meaning(code);
    }

    private static String meaning(int code) {
        return switch (code) {
            case 126 -> " (cannot be executed)";
            case 127 -> " (command not found)";
            case SIGNALS_FROM + 1 -> signal("SIGHUP");
            case SIGNALS_FROM + 2 -> signal("SIGINT");
            case SIGNALS_FROM + 6 -> signal("SIGABRT");
            case SIGNALS_FROM + 9 -> signal("SIGKILL, perhaps for lack of memory");
            case SIGNALS_FROM + 11 -> signal("SIGSEGV");
            case SIGNALS_FROM + 13 -> signal("SIGPIPE");
            case SIGNALS_FROM + 15 -> signal("SIGTERM");
            default -> "";
        };
    }

    private static String signal(String name) {
        return " (ended by " + name + ")";
    }
}
