import QuantKit
@main struct Main { static func main() {} }
