package dev.chandler.cli.command;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Takes the constants of an enum by the words that they are written with, and names these where it is none of them.
 *
 * <p>No lambda: one of a type as old as picocli's keeps that type, and all that implement it, out of the class archive.
 *
 * @param type the enum
 */
record EnumWords<E extends Enum<E>>(Class<E> type) implements ITypeConverter<E> {

    @Override
    public E convert(String text) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> constant.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(
                        () -> new TypeConversionException("expected one of " + words() + ", not \"" + text + "\""));
    }

    private String words() {
        return Stream.of(type.getEnumConstants()).map(Enum::toString).collect(Collectors.joining(", "));
    }
}
