package dev.chandler.core.secret;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The forms in which one value is usually written: itself, Base64, hexadecimal, of URLs and of JSON.
 *
 * <p>Base64 depends on how many bytes stand before the value, so that there are three forms of it; of each, what no
 * neighbour has a part in. Of values so long that all their forms would need too much room, the rare ones are left out.
 */
final class SecretForms {

    /** From here on the rarer forms are left out. */
    private static final int LONG_BYTES = 16 * 1024;

    private static final String UNRESERVED = "-_.~";
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private final byte[] value;
    private final Set<ByteBuffer> plain = new LinkedHashSet<>();
    private final Set<ByteBuffer> folded = new LinkedHashSet<>();

    private SecretForms(byte[] value) {
        this.value = value;
    }

    static SecretForms of(byte[] value) {
        SecretForms forms = new SecretForms(value);
        forms.plain.add(ByteBuffer.wrap(value));
        forms.base64();
        forms.hexadecimal();
        forms.url();
        forms.json();
        return forms;
    }

    /** Forms that stand as they are. */
    Set<ByteBuffer> plain() {
        return plain;
    }

    /** Forms that are often broken into lines. */
    Set<ByteBuffer> folded() {
        return folded;
    }

    private boolean isLong() {
        return value.length > LONG_BYTES;
    }

    private void base64() {
        for (Base64.Encoder encoder : new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
            for (int before = 0; before < 3; before++) {
                byte[] shifted = new byte[before + value.length];
                System.arraycopy(value, 0, shifted, before, value.length);
                byte[] encoded = encoder.encode(shifted);
                int from = (8 * before + 5) / 6;
                int to = 8 * shifted.length / 6;
                folded.add(ByteBuffer.wrap(Arrays.copyOfRange(encoded, from, to)));
            }
            // As it comes from most tools: to the last sign, alone or with a line break behind the value.
            folded.add(ByteBuffer.wrap(encoder.encode(value)));
            folded.add(ByteBuffer.wrap(encoder.encode(followedBy('\n'))));
        }
    }

    private byte[] followedBy(char end) {
        byte[] longer = Arrays.copyOf(value, value.length + 1);
        longer[value.length] = (byte) end;
        return longer;
    }

    private void hexadecimal() {
        folded.add(latin(HexFormat.of().formatHex(value)));
        if (!isLong()) {
            folded.add(latin(UPPER.formatHex(value)));
        }
    }

    private void url() {
        plain.add(latin(percent(UNRESERVED, "%20", true)));
        if (!isLong()) {
            for (String safe : new String[] {UNRESERVED, UNRESERVED + "/", UNRESERVED + "!*'()", "-_.*"}) {
                plain.add(latin(percent(safe, "%20", true)));
                plain.add(latin(percent(safe, "%20", false)));
                plain.add(latin(percent(safe, "+", true)));
                plain.add(latin(percent(safe, "+", false)));
            }
        }
    }

    private String percent(String safe, String blank, boolean upper) {
        StringBuilder text = new StringBuilder();
        for (byte each : value) {
            char sign = (char) (each & 0xff);
            if (sign == ' ') {
                text.append(blank);
            } else if (isLetterOrDigit(sign) || safe.indexOf(sign) >= 0) {
                text.append(sign);
            } else {
                text.append('%').append((upper ? UPPER : HexFormat.of()).toHexDigits(each));
            }
        }
        return text.toString();
    }

    private static boolean isLetterOrDigit(char sign) {
        return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || (sign >= '0' && sign <= '9');
    }

    /** Of what is text. */
    private void json() {
        CharBuffer text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
        } catch (CharacterCodingException e) {
            return;
        }
        plain.add(json(text, "", false, false));
        if (!isLong()) {
            for (String more : new String[] {"", "/", "<>&='"}) {
                for (boolean ascii : new boolean[] {false, true}) {
                    plain.add(json(text, more, ascii, false));
                    plain.add(json(text, more, ascii, true));
                }
            }
        }
    }

    private static ByteBuffer json(CharBuffer text, String more, boolean ascii, boolean upper) {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            int named = "\b\t\n\f\r\"\\".indexOf(sign);
            if (named >= 0) {
                json.append('\\').append("btnfr\"\\".charAt(named));
            } else if (sign == '/' && more.equals("/")) {
                json.append("\\/");
            } else if (sign < ' ' || more.indexOf(sign) >= 0 || (ascii && sign > '~')) {
                json.append("\\u").append((upper ? UPPER : HexFormat.of()).toHexDigits(sign));
            } else {
                json.append(sign);
            }
        }
        return ByteBuffer.wrap(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuffer latin(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
