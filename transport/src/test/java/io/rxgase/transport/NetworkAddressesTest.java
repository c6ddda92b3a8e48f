package io.rxgase.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.NetworkAddresses.Own;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkAddressesTest {
    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Own own(String literal, String interfaceName) {
        return new Own(address(literal), interfaceName, false);
    }

    @Test
    void shouldPutWhatOthersCanUseFirst() {
        List<InetAddress> sorted = NetworkAddresses.sorted(List.of(
                own("127.0.0.1", "lo"),
                own("::1", "lo"),
                own("172.17.0.1", "docker0"),
                own("172.28.80.1", "vEthernet (WSL (Hyper-V firewall))"),
                own("fe80::1", "eth0"),
                own("fd00::2", "eth0"),
                own("2001:db8::2", "eth0"),
                own("169.254.7.7", "eth1"),
                new Own(address("10.8.0.2"), "tun0", true),
                own("192.168.1.7", "eth0"),
                own("100.64.0.9", "eth2"),
                own("198.51.100.7", "eth3")));

        assertThat(sorted)
                .extracting(NetworkAddresses::text)
                .containsExactly(
                        "198.51.100.7",
                        "192.168.1.7",
                        "100.64.0.9",
                        "10.8.0.2",
                        "169.254.7.7",
                        "2001:db8::2",
                        "fd00::2",
                        "fe80::1",
                        "172.17.0.1",
                        "172.28.80.1",
                        "127.0.0.1",
                        "::1");
    }

    @Test
    void shouldTellEachAddressOnce() {
        assertThat(NetworkAddresses.sorted(List.of(own("10.0.0.1", "eth0"), own("10.0.0.1", "eth0:1"))))
                .hasSize(1);
    }

    @Test
    void shouldKnowThisMachine() {
        assertThat(NetworkAddresses.available())
                .contains(address("127.0.0.1"))
                .doesNotHaveDuplicates()
                .noneMatch(InetAddress::isMulticastAddress)
                .noneMatch(InetAddress::isAnyLocalAddress);
    }

    @Test
    void shouldTellACertainAddressAsItIs() {
        InetSocketAddress certain = new InetSocketAddress(address("127.0.0.1"), 8080);
        assertThat(NetworkAddresses.toTell(certain)).containsExactly(certain);
        InetSocketAddress named = InetSocketAddress.createUnresolved("example.org", 8080);
        assertThat(NetworkAddresses.toTell(named)).containsExactly(named);
    }

    @Test
    void shouldTellThisMachinesAddressesInPlaceOfAll() {
        assertThat(NetworkAddresses.toTell(new InetSocketAddress(address("0.0.0.0"), 8080)))
                .isNotEmpty()
                .allSatisfy(told -> {
                    assertThat(told.getPort()).isEqualTo(8080);
                    assertThat(told.getAddress().getAddress()).hasSize(4);
                    assertThat(NetworkAddresses.available()).contains(told.getAddress());
                });
        assertThat(NetworkAddresses.toTell(new InetSocketAddress(address("::"), 8080)))
                .isNotEmpty()
                .noneMatch(told -> told.getAddress().isAnyLocalAddress());
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.1.7, 192.168.1.7",
        "2001:db8:0:0:0:0:0:7, 2001:db8::7",
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "fd00:0:0:0:0:0:0:0, fd00::",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0:db8:1:1:1:1:1, 2001:0:db8:1:1:1:1:1"
    })
    void shouldWriteAddressesAsPeopleDo(String literal, String text) {
        assertThat(NetworkAddresses.text(address(literal))).isEqualTo(text);
    }

    @Test
    void shouldPutBracketsAroundIpv6BeforeThePort() {
        assertThat(NetworkAddresses.text(new InetSocketAddress(address("2001:db8::7"), 80)))
                .isEqualTo("[2001:db8::7]:80");
        assertThat(NetworkAddresses.text(new InetSocketAddress(address("10.0.0.1"), 80)))
                .isEqualTo("10.0.0.1:80");
        assertThat(NetworkAddresses.text(InetSocketAddress.createUnresolved("example.org", 80)))
                .isEqualTo("example.org:80");
    }
}
