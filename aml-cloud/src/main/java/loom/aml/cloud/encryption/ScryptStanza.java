package loom.aml.cloud.encryption;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.crypto.CipherKey;
import com.exceptionfactory.jagged.framework.crypto.EncryptedFileKey;
import com.exceptionfactory.jagged.framework.crypto.FileKeyDecryptorFactory;
import com.exceptionfactory.jagged.framework.crypto.FileKeyEncryptorFactory;
import com.password4j.ScryptFunction;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * The recipient of age who knows a passphrase.
 *
 * <pre>
 * -> scrypt &lt;salt&gt; &lt;work factor&gt;
 * file key, encrypted with scrypt(passphrase, "age-encryption.org/v1/scrypt" salt, N = 2^work factor, r = 8, p = 1)
 * </pre>
 */
final class ScryptStanza implements RecipientStanzaReader, RecipientStanzaWriter {
    private static final String TYPE = "scrypt";
    private static final byte[] LABEL = "age-encryption.org/v1/scrypt".getBytes(US_ASCII);
    private static final int SALT = 16;
    private static final int BLOCK = 8;
    private static final int KEY = 32;

    /** As that of the age program: it takes some seconds, and 256 MiB. */
    private static final int WORK_FACTOR = 18;

    /** A file could demand any amount of memory. This one demands 1 GiB. */
    private static final int LARGEST_WORK_FACTOR = 20;

    private final String passphrase;
    private final int workFactor;

    ScryptStanza(String passphrase) {
        this(passphrase, WORK_FACTOR);
    }

    ScryptStanza(String passphrase, int workFactor) {
        this.passphrase = passphrase;
        this.workFactor = workFactor;
    }

    private record Stanza(List<String> arguments, byte[] body) implements RecipientStanza {
        @Override
        public String getType() {
            return TYPE;
        }

        @Override
        public List<String> getArguments() {
            return arguments;
        }

        @Override
        public byte[] getBody() {
            return body;
        }
    }

    @Override
    public Iterable<RecipientStanza> getRecipientStanzas(FileKey fileKey) throws GeneralSecurityException {
        byte[] salt = new byte[SALT];
        new SecureRandom().nextBytes(salt);
        byte[] body = new FileKeyEncryptorFactory()
                .newFileKeyEncryptor()
                .getEncryptedFileKey(fileKey, wrapKey(salt, workFactor))
                .getEncoded();
        String argument = Base64.getEncoder().withoutPadding().encodeToString(salt);
        return List.of(new Stanza(List.of(argument, Integer.toString(workFactor)), body));
    }

    @Override
    public FileKey getFileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
        RecipientStanza only = null;
        for (RecipientStanza stanza : stanzas) {
            if (only != null || !stanza.getType().equals(TYPE)) {
                throw new GeneralSecurityException("a passphrase must be the only recipient");
            }
            only = stanza;
        }
        if (only == null || only.getArguments().size() != 2) {
            throw new GeneralSecurityException("not encrypted with a passphrase");
        }
        byte[] salt;
        int factor;
        try {
            salt = Base64.getDecoder().decode(only.getArguments().getFirst());
            factor = Integer.parseInt(only.getArguments().getLast());
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("a damaged stanza", e);
        }
        if (salt.length != SALT || factor < 1 || factor > LARGEST_WORK_FACTOR) {
            throw new GeneralSecurityException("a damaged stanza, or one that demands too much memory");
        }
        return new FileKeyDecryptorFactory()
                .newFileKeyDecryptor()
                .getFileKey(new EncryptedFileKey(only.getBody()), wrapKey(salt, factor));
    }

    private CipherKey wrapKey(byte[] salt, int factor) throws GeneralSecurityException {
        ByteArrayOutputStream labelled = new ByteArrayOutputStream();
        labelled.writeBytes(LABEL);
        labelled.writeBytes(salt);
        try {
            return new CipherKey(ScryptFunction.getInstance(1 << factor, BLOCK, 1, KEY)
                    .scrypt(passphrase.getBytes(UTF_8), labelled.toByteArray(), KEY));
        } catch (OutOfMemoryError e) {
            throw new GeneralSecurityException("a passphrase needs " + (1 << (factor - 10)) + " MiB of memory", e);
        }
    }
}
