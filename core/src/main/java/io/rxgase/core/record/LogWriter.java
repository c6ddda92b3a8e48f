package io.rxgase.core.record;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file of a recording, to be appended to. Entries are collected in a buffer; {@link #flush} gives them to the
 * operating system, and then they survive this process.
 *
 * <pre>
 *  0        8        12       16
 * +--------+--------+--------+---------------------+--------+-----
 * | magic  | length | CRC-32C| length bytes: entry | length | …
 * +--------+--------+--------+---------------------+--------+-----
 * </pre>
 *
 * <p>The magic is {@code RxGaSeR} and a byte with the version of the format; integers are big-endian; the checksum is
 * that of the entry's bytes. Where a length or checksum does not fit, the recording ends: a process that is killed in the midst
 * of a write leaves a tail that is recognized.
 */
final class LogWriter implements Closeable {
    static final byte FORMAT_VERSION = 1;

    static final int MAGIC_BYTES = 8;

    static final int ENVELOPE_BYTES = 8;

    /** What collects before it is written, at the latest at the next flush. */
    private static final int BUFFER_BYTES = 1 << 16;

    private final FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long written;

    private LogWriter(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes a new file.
     *
     * @throws RecordingException if there is one already, or it can't be made
     */
    static LogWriter create(Path file) {
        try {
            LogWriter writer =
                    new LogWriter(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            writer.buffer.put(magic());
            writer.flush();
            return writer;
        } catch (FileAlreadyExistsException e) {
            throw new RecordingException(file, "exists already: delete it, or record to another file", e);
        } catch (IOException e) {
            throw new RecordingException(file, "can't be written: " + e, e);
        }
    }

    static byte[] magic() {
        byte[] magic = "RxGaSeR ".getBytes(StandardCharsets.US_ASCII);
        magic[MAGIC_BYTES - 1] = FORMAT_VERSION;
        return magic;
    }

    void append(Entry entry) throws IOException {
        byte[] fields = EntryFormat.fields(entry);
        byte[] bytes = new byte[fields.length + 1];
        bytes[0] = (byte) EntryFormat.kind(entry);
        System.arraycopy(fields, 0, bytes, 1, fields.length);
        if (buffer.remaining() < ENVELOPE_BYTES + bytes.length) {
            flush();
        }
        if (buffer.capacity() < ENVELOPE_BYTES + bytes.length) {
            buffer = ByteBuffer.allocate(ENVELOPE_BYTES + bytes.length);
        }
        buffer.putInt(bytes.length).putInt(Checksum.of(bytes)).put(bytes);
    }

    void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            written += channel.write(buffer);
        }
        buffer.clear();
        if (buffer.capacity() > BUFFER_BYTES) {
            buffer = ByteBuffer.allocate(BUFFER_BYTES);
        }
    }

    /** How many bytes the file has. */
    long written() {
        return written;
    }

    /** Closes the file once the disk itself has it. */
    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
            channel.force(true);
        }
    }
}
