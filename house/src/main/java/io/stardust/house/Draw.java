package io.stardust.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Draws the picture of the architecture anew. {@code ./stardust rooms --draw} runs this from its source. */
public final class Draw {
    static final String PICTURE = "docs/architecture.svg";

    private Draw() {}

    /** Its one argument is the folder of the uppermost {@code pom.xml}. */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        Files.writeString(root.resolve(PICTURE), Picture.of(House.read(root)));
    }
}
