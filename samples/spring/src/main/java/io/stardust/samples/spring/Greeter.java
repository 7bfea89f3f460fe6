package io.stardust.samples.spring;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers with the property {@code sample.version}, so that one jar can play several releases. */
@SpringBootApplication
@RestController
public class Greeter {
    private final String version;

    /** {@code version}: what it says it is. */
    public Greeter(@Value("${sample.version:unknown}") String version) {
        this.version = version;
    }

    /** As any Spring Boot application is started. */
    public static void main(String[] args) {
        SpringApplication.run(Greeter.class, args);
    }

    /** The greeting. */
    @GetMapping("/")
    public String greet() {
        return "Hello from spring " + version;
    }
}
