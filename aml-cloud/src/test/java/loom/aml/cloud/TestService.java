package loom.aml.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import loom.aml.io.LocalDisk;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.ObjectStoreAddress;
import loom.aml.storage.ObjectStores;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;

/**
 * S3Proxy in this process, which checks signatures, and a proxy before it, which records the requests and makes some fail. The proxy lets one
 * conditional write through at a time, since S3Proxy compares and writes in two steps.
 */
final class TestService implements AutoCloseable {
    private static final String KEY = "test-key";
    private static final String SECRET = "test-secret";
    private static final String BUCKET = "backups";

    private final BlobStore blobs;
    private final S3Proxy store;
    private final ServerSocket front;
    private final Path keyFile;
    private final List<Exchange> requests = new CopyOnWriteArrayList<>();
    private final AtomicLong received = new AtomicLong();
    private final Map<String, byte[]> oldListings = new HashMap<>();
    private final ReentrantLock conditions = new ReentrantLock();
    private volatile Faults faults = (_, _) -> Optional.empty();
    private volatile boolean ignoresConditions;

    /** Chooses the fault of a request by its number since the faults were set, from 0. */
    @FunctionalInterface
    interface Faults {
        Optional<Fault> of(int number, Exchange request);
    }

    TestService(Path folder) throws Exception {
        blobs = BlobStores.create("transient", new Properties());
        blobs.createContainer(BUCKET);
        store = S3Proxy.builder()
                .blobStore(blobs)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, KEY, SECRET)
                .ignoreUnknownHeaders(true)
                .build();
        store.start();
        while (!store.getState().equals("STARTED")) {
            Thread.sleep(1);
        }
        front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
        keyFile = folder.resolve("key");
        writeKey(SECRET);
    }

    void writeKey(String secret) throws IOException {
        Files.writeString(
                keyFile, "[default]\naws_access_key_id = " + KEY + "\naws_secret_access_key = " + secret + "\n");
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + front.getLocalPort());
    }

    /** Opens a target with an address, as a new process would. */
    BackupTarget open(String address, Transfer transfer) throws IOException {
        return new S3Stores(transfer)
                .open(
                        ObjectStoreAddress.parse(address),
                        new ObjectStores.Access(
                                Optional.of(endpoint()), Optional.empty(), true, new ObjectStores.KeyFile(keyFile)),
                        new LocalDisk());
    }

    BackupTarget open(Transfer transfer) throws IOException {
        return open("s3://" + BUCKET + "/store-1/aml", transfer);
    }

    /** Makes requests fail from now on, and forgets earlier requests. */
    void fail(Faults chosen) {
        requests.clear();
        received.set(0);
        faults = chosen;
    }

    void work() {
        fail((_, _) -> Optional.empty());
    }

    /** Makes the store write without regard to conditions. */
    void ignoreConditions() {
        ignoresConditions = true;
    }

    List<Exchange> requests() {
        return List.copyOf(requests);
    }

    /** Returns the bytes of the bodies of requests. */
    long received() {
        return received.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = front.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try (client) {
            Optional<Exchange> request = Exchange.read(client.getInputStream());
            if (request.isPresent()) {
                serve(request.get(), client);
            }
        } catch (SocketException e) {
            // The client gave up.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Exchange request, Socket client) throws IOException {
        Optional<Fault> fault;
        synchronized (this) {
            fault = faults.of(requests.size(), request);
            requests.add(request);
        }
        received.addAndGet(request.body().length);
        if (fault.isEmpty()) {
            client.getOutputStream().write(forward(request));
            return;
        }
        switch (fault.get()) {
            case ERROR, SLOW_DOWN, CLOCK_SKEW, DENIED ->
                client.getOutputStream().write(fault.get().answer().toBytes());
            case LOST_REQUEST -> client.setSoLinger(true, 0);
            case LOST_ANSWER -> {
                forward(request);
                client.setSoLinger(true, 0);
            }
            case SILENCE -> {
                forward(request);
                client.getInputStream().readAllBytes();
            }
            case TRUNCATED -> {
                byte[] answer = forward(request);
                int body = Exchange.of(answer).body().length;
                client.getOutputStream().write(answer, 0, answer.length - (body + 1) / 2);
            }
            case STALE_LISTING -> {
                byte[] answer = forward(request);
                client.getOutputStream()
                        .write(request.isListing() ? oldListings.getOrDefault(request.target(), answer) : answer);
            }
        }
    }

    private byte[] forward(Exchange request) throws IOException {
        Exchange sent = request;
        if (request.isConditionalWrite()) {
            if (ignoresConditions) {
                // The signature does not cover them if they are not sent, so S3Proxy would refuse the request: it
                // stores it by itself.
                return Exchange.error(200, "Ignored", "ETag: \"0123456789abcdef0123456789abcdef\"\r\n")
                        .toBytes();
            }
            conditions.lock();
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), store.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(sent.toBytes());
            out.flush();
            InputStream in = socket.getInputStream();
            byte[] answer = Exchange.of(in.readAllBytes()).toBytes();
            if (request.isListing()) {
                synchronized (oldListings) {
                    oldListings.putIfAbsent(request.target(), answer);
                }
            }
            return answer;
        } finally {
            if (conditions.isHeldByCurrentThread()) {
                conditions.unlock();
            }
        }
    }

    @Override
    public void close() throws Exception {
        front.close();
        store.stop();
        blobs.close();
    }
}
