package loom.aml.merge.decide;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of an entity of a knowledge graph. It is an identifier: relations refer to it, and {@code worker-1} and {@code worker-2} are two
 * things. So two names are the same only if they have the same words, which programs join in several ways: {@code auth-service},
 * {@code Auth_Service}, {@code AuthService}.
 */
final class EntityName {
    /** A sign between two words, one of which may be a number: a range of numbers and a sign at an end are not. */
    private static final Pattern JOINT =
            Pattern.compile("(?<=\\p{L})[ _-](?=[\\p{L}\\p{N}])|(?<=\\p{N})[ _-](?=\\p{L})|(?<=\\p{Ll})(?=\\p{Lu})");

    private EntityName() {}

    static boolean areSame(String one, String other) {
        return form(one).equals(form(other));
    }

    private static String form(String name) {
        String text = Normalizer.normalize(name, Normalizer.Form.NFC).strip();
        return JOINT.matcher(text).replaceAll(" ").toLowerCase(Locale.ROOT);
    }
}
