package io.stardust.telemetry.block;

import io.stardust.telemetry.bytes.DamagedData;
import java.nio.charset.StandardCharsets;

/**
 * What lines that the same statement logged have in common: the line with a mark in the place of each variable.
 * Immutable.
 */
public final class Template {
    /** Stands for a word of digits, of hex, of anything with a digit. Lines that hold such a byte get no template. */
    public static final byte DECIMAL = 0x11;

    public static final byte HEX = 0x12;
    public static final byte TEXT = 0x13;

    /** The number of no template: the line is stored as it is. Real ones begin at 1. */
    public static final int WHOLE = 0;

    /** The most variables a template has. */
    static final int MAX_VARIABLES = 250;

    private final byte[] bytes;
    private final byte[] variables;

    Template(byte[] bytes) {
        this.bytes = bytes;
        int count = 0;
        for (byte b : bytes) {
            if (isMark(b)) count++;
        }
        variables = new byte[count];
        int next = 0;
        for (byte b : bytes) {
            if (isMark(b)) variables[next++] = b;
        }
    }

    /** The template that is written so in a file. */
    public static Template read(byte[] bytes) throws DamagedData {
        Template template = new Template(bytes);
        if (template.variables.length > MAX_VARIABLES) throw new DamagedData("a template of too many variables");
        return template;
    }

    static boolean isMark(byte b) {
        return b >= DECIMAL && b <= TEXT;
    }

    /** With the marks in it. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many variables it has. */
    public int variables() {
        return variables.length;
    }

    /** {@link #DECIMAL}, {@link #HEX} or {@link #TEXT}. */
    public byte kind(int variable) {
        return variables[variable];
    }

    /** Whether it has a variable of {@code kind}. */
    public boolean has(byte kind) {
        return count(kind) > 0;
    }

    /** How many variables of {@code kind} it has. */
    int count(byte kind) {
        int count = 0;
        for (byte each : variables) {
            if (each == kind) count++;
        }
        return count;
    }

    /** For people: with a star for each variable. */
    @Override
    public String toString() {
        byte[] shown = bytes.clone();
        for (int i = 0; i < shown.length; i++) {
            if (isMark(shown[i])) shown[i] = '*';
        }
        return new String(shown, StandardCharsets.UTF_8);
    }
}
