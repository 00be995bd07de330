"""Opens the line that an address names."""

from hardware.printer.links.address import Address, DevicePlace, FilePlace, NetworkPlace, SerialPlace, UsbPlace
from hardware.printer.links.link import Link


def dial(address: Address) -> Link:
    """Raises LinkLost, LinkTaken. May take long (names, USB): not for a thread that others wait for."""
    match address:  # a kiosk with a network printer needs neither libusb nor pyserial
        case NetworkPlace():
            from hardware.printer.links.network import open_network  # noqa: PLC0415

            return open_network(address)
        case UsbPlace():
            from hardware.printer.links.usb_bulk import open_usb  # noqa: PLC0415

            return open_usb(address)
        case DevicePlace():
            from hardware.printer.links.device_file import open_device  # noqa: PLC0415

            return open_device(address)
        case SerialPlace():
            from hardware.printer.links.serial_port import open_serial  # noqa: PLC0415

            return open_serial(address)
        case FilePlace():
            from hardware.printer.links.paper_file import open_file  # noqa: PLC0415

            return open_file(address)
