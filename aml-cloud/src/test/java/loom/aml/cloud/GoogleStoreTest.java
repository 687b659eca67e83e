package loom.aml.cloud;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import loom.aml.io.LocalDisk;
import loom.aml.io.Sha256;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.Lease;
import loom.aml.storage.LeaseTerms;
import loom.aml.storage.ObjectStoreAddress;
import loom.aml.storage.ObjectStores;
import loom.aml.storage.StoreLockedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The requests to Google Cloud Storage. The service refuses headers of Google beside those of Amazon and ignores {@code If-Match} of writes,
 * as Google does, and checks the signatures of conditional writes.
 */
class GoogleStoreTest {
    private static final String SECRET = "bGoa+V7g/yqDXvKRqq+JTFn4uQZbPiQJo4pf9RzJ";

    private record Stored(byte[] bytes, long generation, String write) {}

    @TempDir
    private Path folder;

    private final Map<String, Stored> objects = new ConcurrentHashMap<>();
    private final List<Exchange> requests = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private long generations = 1_700_000_000_000_000L;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(
                folder.resolve("key"),
                "[default]\naws_access_key_id = GOOGTS7C7FUP3AIRVJTE2BCD\naws_secret_access_key = " + SECRET + "\n");
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::serve);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private BackupTarget open() throws IOException {
        return new S3Stores(ObjectStoreTargetTest.QUICK)
                .open(
                        ObjectStoreAddress.parse("gs://backups/aml"),
                        new ObjectStores.Access(
                                Optional.of(URI.create("http://127.0.0.1:" + server.getLocalPort())),
                                Optional.empty(),
                                false,
                                new ObjectStores.KeyFile(folder.resolve("key"))),
                        new LocalDisk());
    }

    private void serve() {
        while (true) {
            try (Socket client = server.accept()) {
                Optional<Exchange> request = Exchange.read(client.getInputStream());
                if (request.isPresent()) {
                    requests.add(request.get());
                    client.getOutputStream().write(answer(request.get()).toBytes());
                }
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
                throw new UncheckedIOException(e);
            }
        }
    }

    private Exchange answer(Exchange request) {
        boolean isGoogle = request.head().toLowerCase(Locale.ROOT).contains("\r\nx-goog-");
        if (isGoogle && request.head().toLowerCase(Locale.ROOT).contains("\r\nx-amz-")) {
            return Exchange.error(400, "ExcessHeaderValues", "");
        }
        if (isGoogle && !signature(request).equals(authorization(request, "Signature="))) {
            return Exchange.error(403, "SignatureDoesNotMatch", "");
        }
        String key = request.target().split("\\?")[0];
        Stored present = objects.get(key);
        if (request.method().equals("PUT")) {
            Optional<String> wanted = request.header("x-goog-if-generation-match");
            String has = present == null ? "0" : Long.toString(present.generation());
            if (wanted.isPresent() && !wanted.get().equals(has)) {
                return Exchange.error(412, "PreconditionFailed", "");
            }
            generations++;
            objects.put(
                    key,
                    new Stored(
                            request.body(),
                            generations,
                            request.header("x-goog-meta-aml-write").orElse("")));
            return ok(new byte[0], objects.get(key), request.body());
        }
        return present == null ? Exchange.error(404, "NoSuchKey", "") : ok(present.bytes(), present, present.bytes());
    }

    private static Exchange ok(byte[] body, Stored stored, byte[] content) {
        return new Exchange(
                "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\nETag: \""
                        + Md5.of(content, content.length).hex() + "\"\r\nx-goog-generation: " + stored.generation()
                        + "\r\nx-goog-meta-aml-write: " + stored.write() + "\r\n\r\n",
                body);
    }

    private static String authorization(Exchange request, String field) {
        String header = request.header("authorization").orElseThrow();
        return header.substring(header.indexOf(field) + field.length()).split(",")[0];
    }

    /** Computes a signature as Google's documentation describes it. */
    private static String signature(Exchange request) {
        String signed = authorization(request, "SignedHeaders=");
        String headers = Stream.of(signed.split(";"))
                .map(name -> name + ":" + request.header(name).orElseThrow() + "\n")
                .collect(Collectors.joining());
        String canonical = request.method() + "\n" + request.target() + "\n\n" + headers + "\n" + signed + "\n"
                + Sha256.of(request.body()).hex();
        String time = request.header("x-goog-date").orElseThrow();
        String scope = time.substring(0, 8) + "/auto/storage/goog4_request";
        String toSign = "GOOG4-HMAC-SHA256\n" + time + "\n" + scope + "\n"
                + Sha256.of(canonical.getBytes(UTF_8)).hex();
        byte[] key = ("GOOG4" + SECRET).getBytes(ISO_8859_1);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Lease lease(BackupTarget target) throws IOException {
        return target.lease(BackupTarget.WRITER, LeaseTerms.of("test", Duration.ZERO));
    }

    @Test
    void leases_areTakenByGenerations_inRequestsWithoutHeadersOfAmazon() throws IOException {
        try (Lease lease = lease(open())) {
            assertThat(lease.sequence()).isEqualTo(1);
            assertThatThrownBy(() -> lease(open())).isInstanceOf(StoreLockedException.class);
        }
        requests.clear();
        String held = Long.toString(objects.get("/backups/aml/.backup-lock").generation());
        try (Lease lease = lease(open())) {
            assertThat(lease.sequence()).isEqualTo(2);
        }

        assertThat(requests).extracting(Exchange::method).containsExactly("GET", "PUT", "PUT");
        assertThat(requests.get(1).header("x-goog-if-generation-match")).contains(held);
        assertThat(requests.get(1).header("authorization").orElseThrow())
                .startsWith("GOOG4-HMAC-SHA256 Credential=GOOGTS7C7FUP3AIRVJTE2BCD/")
                .contains("x-goog-if-generation-match")
                .contains("content-md5");
        assertThat(requests.get(0).header("authorization").orElseThrow()).startsWith("AWS4-HMAC-SHA256 ");
    }

    @Test
    void objects_areStoredAsInS3() throws IOException {
        BackupTarget target = open();
        try (BackupTarget.Upload upload = target.upload()) {
            upload.write(new byte[] {1, 2, 3}, 0, 3);
            upload.publish("generations/g/caf\u00e9");
        }

        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst().target()).isEqualTo("/backups/aml/generations/g/caf%21C3%21A9");
        assertThat(requests.getFirst().header("content-md5")).isPresent();
        assertThat(requests.getFirst().header("x-goog-date")).isEmpty();
    }

    @Test
    void writes_haveNumbersOfTheirOwn() throws IOException {
        BackupTarget target = open();
        lease(target).close();
        lease(open()).close();
        List<String> writes = requests.stream()
                .filter(request -> request.method().equals("PUT"))
                .map(request -> request.header("x-goog-meta-aml-write").orElseThrow())
                .toList();
        assertThat(writes).hasSize(6).doesNotHaveDuplicates();
    }
}
