package loom.aml.storage;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The means to unlock the key of an encrypted target.
 *
 * @param keys the keys of the user
 * @param passphrase the source of the passphrase
 * @param cache keeps wrapped keys, so that reading a target again takes no request for them; empty to read them each time
 * @param known returns the keys that a location had before
 * @param remedy the way to provide a key, which ends a message
 */
public record Unlocking(
        List<Encryption.UserKey> keys,
        Passphrase passphrase,
        Optional<DerivedFolder> cache,
        Function<String, KnownKeys> known,
        String remedy) {
    public Unlocking {
        keys = List.copyOf(keys);
    }

    /** Returns the readers that this is, as far as nobody has to be asked. */
    public List<String> recipients() {
        return keys.stream().map(Encryption.UserKey::recipient).toList();
    }

    /** Gives the passphrase of a target when it is needed. */
    @FunctionalInterface
    public interface Passphrase {
        /** Gives none. */
        Passphrase NONE = _ -> Optional.empty();

        /**
         * Returns the passphrase; empty if it is not configured and nobody can be asked.
         *
         * @param isNew whether it is set and not only used, so that a person has to repeat it
         */
        Optional<String> get(boolean isNew) throws IOException;
    }
}
