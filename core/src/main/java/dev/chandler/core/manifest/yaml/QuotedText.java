package dev.chandler.core.manifest.yaml;

/** Writes texts into YAML that stay texts, whatever they look like: a version such as 1.0 is a number without quotes. */
public final class QuotedText {

    private QuotedText() {}

    /**
     * Puts a text into quotes.
     *
     * @param text any text
     * @return a scalar of YAML in one line, with its quotes
     */
    public static String of(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
                out.append("\\u").append(Character.forDigit(c >> 12, 16));
                out.append(Character.forDigit(c >> 8 & 15, 16));
                out.append(Character.forDigit(c >> 4 & 15, 16));
                out.append(Character.forDigit(c & 15, 16));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }
}
