package io.stardust.server.backup;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;

/**
 * What a backup holds. Its last entry, so that one which broke off has none.
 *
 * @param format of the file; 1
 * @param program which made it, as the version of a release
 * @param version of the tables
 * @param createdAt RFC 3339, UTC
 * @param columns of each table, in the order of the values of its rows
 * @param sums what the rows of each table come to
 * @param blobs how many packages and manifests
 * @param logs how many files of logs; 0 in backups of programs that had none
 */
@Json
record Manifest(
        int format,
        String program,
        int version,
        String createdAt,
        Map<String, List<String>> columns,
        Map<String, Sum> sums,
        long blobs,
        long logs) {
    static final int FORMAT = 1;
    static final String ENTRY = "manifest.json";
    static final String KEYS = "keys.sealed";
    static final String BLOBS = "blobs/";
    static final String LOGS = "telemetry/";

    /** The same with so many files of logs. */
    Manifest withLogs(long count) {
        return new Manifest(format, program, version, createdAt, columns, sums, blobs, count);
    }

    /** Where the rows of a table are. */
    static String rows(String table) {
        return "tables/" + table;
    }
}
