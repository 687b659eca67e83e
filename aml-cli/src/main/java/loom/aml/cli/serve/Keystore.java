package loom.aml.cli.serve;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import loom.aml.cli.Session;
import loom.aml.config.ServeSettings;
import loom.aml.io.SmallFile;

/** The key and the certificate of the server. */
final class Keystore {
    private static final long LARGEST = 1_000_000;

    private Keystore() {}

    /** Returns TLS with the keystore of the settings; empty if none is set. A client trusts its certificate, too. */
    static Optional<SSLContext> of(Session session) throws IOException {
        String name = session.configuration().get(ServeSettings.KEYSTORE);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Path file = session.resolve(session.environment().expanded(name));
        char[] password =
                session.configuration().get(ServeSettings.KEYSTORE_PASSWORD).toCharArray();
        byte[] content = SmallFile.read(session.disk(), file, LARGEST);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(content), password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return Optional.of(tls);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " is not a PKCS #12 keystore with this password: " + e.getMessage(), e);
        }
    }
}
