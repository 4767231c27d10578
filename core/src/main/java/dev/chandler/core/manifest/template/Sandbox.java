package dev.chandler.core.manifest.template;

import freemarker.core.Environment;
import freemarker.core.TemplateClassResolver;
import freemarker.log.Logger;
import freemarker.template.Configuration;
import freemarker.template.ObjectWrapper;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.TemplateExceptionHandler;
import java.util.Locale;
import java.util.TimeZone;

/** FreeMarker's settings: nothing to load, nothing to make, nothing that depends on the machine. */
final class Sandbox {

    static final ObjectWrapper WRAPPER = wrapper();

    private static final String DECLARED_UNDER = "declaredUnder";

    private final boolean complete;
    private final MarkFormat format = new MarkFormat();
    private final Configuration configuration = configure(format);

    /**
     * Makes a sandbox.
     *
     * @param complete whether all that the manifest declares is known; if not, nothing is said to be undefined
     * @param declaredUnder the key under which it is declared
     */
    Sandbox(boolean complete, String declaredUnder) {
        this.complete = complete;
        this.configuration.setCustomAttribute(DECLARED_UNDER, declaredUnder);
    }

    /** The key under which what a template uses is declared. */
    static String declaredUnder(Environment environment) {
        return String.valueOf(environment.getConfiguration().getCustomAttribute(DECLARED_UNDER));
    }

    boolean complete() {
        return complete;
    }

    MarkFormat format() {
        return format;
    }

    Configuration configuration() {
        return configuration;
    }

    private static Configuration configure(MarkFormat format) {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_35);
        configuration.setObjectWrapper(WRAPPER);
        configuration.setTemplateLoader(null);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setTagSyntax(Configuration.SQUARE_BRACKET_TAG_SYNTAX);
        configuration.setInterpolationSyntax(Configuration.SQUARE_BRACKET_INTERPOLATION_SYNTAX);
        configuration.setOutputFormat(format);
        configuration.setAutoEscapingPolicy(Configuration.ENABLE_IF_SUPPORTED_AUTO_ESCAPING_POLICY);
        // Text is judged by its marks, which must reach the output as they are; the lines that
        // hold only tags are dropped afterwards.
        configuration.setWhitespaceStripping(false);
        configuration.setTabSize(1);
        configuration.setNumberFormat("c");
        configuration.setBooleanFormat("c");
        configuration.setLocale(Locale.ROOT);
        configuration.setTimeZone(TimeZone.getTimeZone("UTC"));
        configuration.setLogTemplateExceptions(false);
        configuration.setAttemptExceptionReporter((error, environment) -> {});
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        return configuration;
    }

    /** FreeMarker's first object: it would look for a logger of its own choice. */
    @SuppressWarnings("deprecation") // The other way is a property of the whole JVM.
    private static ObjectWrapper wrapper() {
        try {
            Logger.selectLoggerLibrary(Logger.LIBRARY_NONE);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("FreeMarker has no logger that does nothing", e);
        }
        return new SimpleObjectWrapper(Configuration.VERSION_2_3_35);
    }
}
