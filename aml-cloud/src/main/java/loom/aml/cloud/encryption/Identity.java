package loom.aml.cloud.encryption;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.bech32.Bech32;
import com.exceptionfactory.jagged.bech32.Bech32Address;
import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.KeyAgreement;

/** An X25519 identity of age: a secret, and the recipient that belongs to it. Immutable. */
final class Identity {
    private static final String ALGORITHM = "X25519";
    private static final String SECRET = "AGE-SECRET-KEY-";
    private static final String RECIPIENT = "age";
    private static final BigInteger BASE_POINT = BigInteger.valueOf(9);

    private final String secret;
    private final byte[] scalar;
    private final String recipient;

    private Identity(String secret, byte[] scalar, String recipient) {
        this.secret = secret;
        this.scalar = scalar;
        this.recipient = recipient;
    }

    static Identity generate() {
        try {
            return of(
                    new X25519KeyPairGenerator().generateKeyPair().getPrivate().toString());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no X25519", e);
        }
    }

    /**
     * Returns an identity.
     *
     * @param secret {@code AGE-SECRET-KEY-1...}
     * @throws GeneralSecurityException if it is not valid
     */
    static Identity of(String secret) throws GeneralSecurityException {
        byte[] scalar;
        try {
            Bech32Address address = Bech32.getDecoder().decode(secret);
            if (!SECRET.contentEquals(address.getHumanReadablePart())) {
                throw new GeneralSecurityException("not an X25519 identity");
            }
            scalar = address.getData();
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("not an X25519 identity", e);
        }
        return new Identity(secret, scalar, recipientOf(scalar));
    }

    private static String recipientOf(byte[] scalar) throws GeneralSecurityException {
        KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
        PrivateKey own = keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar));
        PublicKey base = keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, BASE_POINT));
        KeyAgreement agreement = KeyAgreement.getInstance(ALGORITHM);
        agreement.init(own);
        agreement.doPhase(base, true);
        return Bech32.getEncoder().encode(RECIPIENT, agreement.generateSecret()).toString();
    }

    /**
     * Returns the identities in a file.
     *
     * @throws IOException if it contains anything but comments and identities, or no identity
     */
    static List<Identity> parse(String text) throws IOException {
        List<Identity> found = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                try {
                    found.add(of(line.strip()));
                } catch (GeneralSecurityException e) {
                    // Without the cause, whose message could repeat a secret.
                    throw new IOException("line " + number + " is not an X25519 identity (AGE-SECRET-KEY-1...)");
                }
            }
        }
        if (found.isEmpty()) {
            throw new IOException("it does not contain an identity (AGE-SECRET-KEY-1...)");
        }
        return found;
    }

    String secret() {
        return secret;
    }

    String recipient() {
        return recipient;
    }

    /** Returns the 32 bytes of the secret. */
    byte[] scalar() {
        return scalar.clone();
    }

    RecipientStanzaReader reader() {
        try {
            return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a valid identity", e);
        }
    }

    /**
     * Returns the writer for a recipient.
     *
     * @throws GeneralSecurityException if it is not a recipient
     */
    static RecipientStanzaWriter writer(String recipient) throws GeneralSecurityException {
        try {
            return X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("not an X25519 recipient", e);
        }
    }
}
