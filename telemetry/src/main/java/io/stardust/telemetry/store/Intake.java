package io.stardust.telemetry.store;

import io.stardust.telemetry.log.LogRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which times are believed. No time: that of arrival. More than ten minutes ahead: a wrong clock, so that of arrival as
 * well; else one record could outlive all retention and stand first in every search. Older than what is kept: refused.
 *
 * @param records those to be stored
 */
record Intake(List<LogRecord> records, int tooOld, int clamped) {
    static final Duration AHEAD = Duration.ofMinutes(10);

    static Intake of(List<LogRecord> sent, long nowNs, int days) {
        long latest = nowNs + AHEAD.toNanos();
        long earliest = nowNs - Duration.ofDays(days).toNanos();
        List<LogRecord> records = new ArrayList<>(sent.size());
        int tooOld = 0;
        int clamped = 0;
        for (LogRecord record : sent) {
            if (record.timeNs() == 0) {
                records.add(record.at(nowNs));
            } else if (record.timeNs() > latest) {
                clamped++;
                records.add(record.at(nowNs));
            } else if (record.timeNs() < earliest) {
                tooOld++;
            } else {
                records.add(record);
            }
        }
        return new Intake(records, tooOld, clamped);
    }
}
