package io.stardust.samples.eureka;

import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * Says its name ({@code /hello}), what another says ({@code /ask/NAME}) and how many of another it knows
 * ({@code /count/NAME}). It finds the others by Netflix Eureka and has nothing of Stardust. One source for Boot 3.5 and
 * 4.
 */
@SpringBootApplication
@RestController
public class Newcomer {
    private final RestClient.Builder clients;
    private final DiscoveryClient discovery;
    private final String name;

    /** {@code clients}: whose requests go to a service by its name. */
    public Newcomer(
            @LoadBalanced RestClient.Builder clients,
            DiscoveryClient discovery,
            @Value("${spring.application.name}") String name) {
        this.clients = clients;
        this.discovery = discovery;
        this.name = name;
    }

    /** As any Spring Boot application is started. */
    public static void main(String[] args) {
        SpringApplication.run(Newcomer.class, args);
    }

    /** Says who it is. */
    @GetMapping("/hello")
    public String hello() {
        return name + " of Boot " + SpringBootVersion.getVersion();
    }

    /** Says what another says. */
    @GetMapping("/ask/{other}")
    public String ask(@PathVariable("other") String other) {
        RestClient client = clients.build();
        return Objects.requireNonNull(
                client.get().uri("http://" + other + "/hello").retrieve().body(String.class));
    }

    /** Says how many instances of another it knows. */
    @GetMapping("/count/{other}")
    public int count(@PathVariable("other") String other) {
        return discovery.getInstances(other).size();
    }

    /** What the application is made of besides. */
    @Configuration(proxyBeanMethods = false)
    static class Clients {
        @Bean
        @LoadBalanced
        RestClient.Builder clients() {
            return RestClient.builder();
        }

        /** Eureka's own client asks for one: the other would look for Eureka's server in Eureka. */
        @Bean
        @Primary
        RestClient.Builder plain() {
            return RestClient.builder();
        }
    }
}
